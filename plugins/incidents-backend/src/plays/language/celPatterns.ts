import { ASTNode, Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';

/**
 * Has `matches` done in linear time. The library's own goes through JavaScript's engine, which a pattern such as
 * `(a|a)+$` keeps busy for minutes, and nobody is paged meanwhile; it cannot be replaced, so calls are led past it.
 */
const inLinearTime = 'matchesInLinearTime';

/** Patterns stand in plays, so there are few of them, and each is asked of many texts. */
const compiled = new Map<string, RE2JS>();
const mostCompiled = 200;

function patternOf(text: string): RE2JS {
  const known = compiled.get(text);
  if (known) return known;
  const pattern = RE2JS.compile(text);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(text, pattern);
  return pattern;
}

/** What calls that were led lead to. */
export function registerPatterns(environment: Environment): void {
  environment.registerFunction(
    `string.${inLinearTime}(string): bool`,
    (text: string, pattern: string) => patternOf(pattern).matcher(text).find(),
  );
}

/** Leads each call of `matches` in an expression to ours; changes the tree. */
export function leadPatterns(node: ASTNode): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') {
    node.args[0] = inLinearTime;
  }
  for (const child of childrenOf(node.args)) leadPatterns(child);
}

const childrenOf = (args: unknown): readonly ASTNode[] => {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
};

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' &&
  value !== null &&
  'op' in value &&
  'pos' in value;
