import { Environment } from '@marcbachmann/cel-js';
import { suggestion } from '../../platform/yamlText/nearest';
import { typeAt, ValueType } from '../context/valueTypes';
import { celEnvironment } from './celFunctions';
import { isNode, pathOf } from './celNodes';
import { ExpressionFault, expressionFault } from './celWords';
import { unknownWord } from './knownWords';
import { Scope } from './scope';
import { secretsFault } from './secrets';

/** What an expression comes to, or what is wrong with it. */
export type CheckedExpression =
  { readonly type: ValueType } | { readonly fault: ExpressionFault };

const base = celEnvironment(false);

/** Environments by scope: the steps beside each other see much the same. */
const environments = new WeakMap<Scope, TypedEnvironment>();

interface TypedEnvironment {
  readonly environment: Environment;
  /** Of CEL's names for types of ours. */
  readonly types: ReadonlyMap<string, ValueType>;
}

/** Checks a CEL expression against what it sees. */
export function checkExpression(
  expression: string,
  scope: Scope,
): CheckedExpression {
  const { environment, types } = environmentOf(scope);
  const { error, type } = environment.check(expression);
  if (!error) {
    const word = unknownWord(environment.parse(expression).ast);
    if (word) return { fault: word };
    return { type: typeNamed(type ?? 'dyn', types) };
  }
  const fault = expressionFault(error);
  const more = 'node' in error ? remedyFor(error.code, error.node, scope) : '';
  return { fault: { ...fault, message: fault.message + more } };
}

function environmentOf(scope: Scope): TypedEnvironment {
  const known = environments.get(scope);
  if (known) return known;
  const types = new Map<string, ValueType>();
  const environment = base.clone();
  for (const [name, type] of Object.entries(scope)) {
    if (isReserved(name)) continue;
    environment.registerVariable(name, celType(type, environment, types));
  }
  const made = { environment, types };
  environments.set(scope, made);
  return made;
}

/** Whether CEL keeps a word for itself, such as `for` and `loop`: texts may use such a name, expressions not. */
export function isReserved(name: string): boolean {
  try {
    base.clone().registerVariable(name, 'dyn');
    return false;
  } catch {
    return true;
  }
}

/** CEL's name of a type; types with fields are registered as they are met. */
function celType(
  type: ValueType,
  environment: Environment,
  types: Map<string, ValueType>,
): string {
  if (type === 'timestamp') return 'google.protobuf.Timestamp';
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${celType(type.list, environment, types)}>`;
  const known = [...types].find(([, each]) => each === type);
  if (known) return known[0];
  const inner = Object.fromEntries(
    Object.entries(type.fields).map(([name, each]) => [
      name,
      celType(each.type, environment, types),
    ]),
  );
  const name = `$${types.size}`;
  environment.registerType(name, { fields: inner });
  types.set(name, type);
  return name;
}

function typeNamed(
  name: string,
  types: ReadonlyMap<string, ValueType>,
): ValueType {
  const ours = types.get(name);
  if (ours) return ours;
  if (name === 'google.protobuf.Timestamp') return 'timestamp';
  const inner = /^list<(.*)>$/.exec(name)?.[1];
  if (inner) return { list: typeNamed(inner, types) };
  if (name === 'list') return { list: 'dyn' };
  switch (name) {
    case 'string':
    case 'int':
    case 'double':
    case 'bool':
      return name;
    default:
      return 'dyn';
  }
}

/** What somebody may have meant who wrote a name that there is not. */
function remedyFor(code: string, node: unknown, scope: Scope): string {
  if (!isNode(node)) return '';
  if (code === 'unknown_variable' && node.op === 'id') {
    return node.args === 'secrets'
      ? `: ${secretsFault}`
      : `; ${suggestion(node.args, Object.keys(scope))}`;
  }
  const path = code === 'no_such_key' ? pathOf(node) : undefined;
  // The names of macros (`exists(p, …)`) are not in the scope.
  if (!path || !Object.hasOwn(scope, path[0])) return '';
  const found = typeAt(scope, path);
  return 'missing' in found ? missingWords(found.after, found) : '';
}

/** `; did you mean severity?` */
export function missingWords(
  after: readonly (string | number)[],
  { missing, known }: { missing: string; known: readonly string[] },
): string {
  if (after.join('.') === 'steps') {
    return known.length > 0
      ? `; steps that come before this one are ${known.join(', ')}`
      : '; no step comes before this one';
  }
  return known.length > 0 ? `; ${suggestion(missing, known)}` : '';
}
