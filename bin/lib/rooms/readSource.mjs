// What the boundaries linter needs to know of one source file, read from its syntax tree.
import ts from 'typescript';

/**
 * @typedef {object} Import
 * @property {string} specifier - as written
 * @property {boolean} typesOnly - nothing of it is left at run time
 * @property {number} line
 */

/**
 * @typedef {object} Source
 * @property {string} path - relative to the root of the checkout
 * @property {readonly Import[]} imports
 * @property {readonly { call: string, line: number }[]} chance - where it asks the machine for the time, or for chance
 */

/**
 * @param {string} path
 * @param {string} text
 * @returns {Source}
 */
export function readSource(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = node =>
    file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const values = namesUsedAsValues(file);
  /** @type {Import[]} */
  const imports = [];
  /** @type {{ call: string, line: number }[]} */
  const chance = [];

  /** @param {ts.Node} node */
  const visit = node => {
    const found = readImport(node);
    if (found) {
      const { specifier, names } = found;
      const typesOnly = !names || !names.some(name => values.has(name));
      imports.push({
        specifier,
        typesOnly: typesOnly && !found.always,
        line: lineOf(node),
      });
    }
    const call = readChance(node);
    if (call) chance.push({ call, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, imports, chance };
}

/**
 * @param {ts.Node} node
 * @returns {{ specifier: string, names?: readonly string[], always?: boolean } | undefined} `names`: what it brings, unless only
 *   types; `always`: it loads the file whatever is used of it
 */
function readImport(node) {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause, moduleSpecifier } = node;
    const { text: specifier } = /** @type {ts.StringLiteral} */ (
      moduleSpecifier
    );
    if (!clause) return { specifier, always: true };
    return clause.isTypeOnly
      ? { specifier }
      : { specifier, names: namesOf(clause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const { text: specifier } = /** @type {ts.StringLiteral} */ (
      node.moduleSpecifier
    );
    return { specifier, always: !node.isTypeOnly };
  }
  if (ts.isCallExpression(node)) {
    const [argument] = node.arguments;
    const loads =
      node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      node.expression.getText() === 'require';
    return loads && argument && ts.isStringLiteralLike(argument)
      ? { specifier: argument.text, always: true }
      : undefined;
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    return ts.isStringLiteral(literal)
      ? { specifier: literal.text }
      : undefined;
  }
  return undefined;
}

/** @param {ts.ImportClause} clause */
function namesOf({ name, namedBindings }) {
  const names = name ? [name.text] : [];
  if (!namedBindings) return names;
  if (ts.isNamespaceImport(namedBindings)) {
    return [...names, namedBindings.name.text];
  }
  const values = namedBindings.elements.filter(element => !element.isTypeOnly);
  return [...names, ...values.map(element => element.name.text)];
}

/** @param {ts.SourceFile} file */
function namesUsedAsValues(file) {
  /** @type {Set<string>} */
  const names = new Set();
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isImportDeclaration(node)) return;
    // A superclass is a type in the syntax tree and a value all the same.
    const isSuperclass =
      ts.isExpressionWithTypeArguments(node) &&
      ts.isHeritageClause(node.parent) &&
      node.parent.token === ts.SyntaxKind.ExtendsKeyword &&
      ts.isClassLike(node.parent.parent);
    const isType =
      ts.isTypeNode(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node);
    if (isType && !isSuperclass) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

/** Ways to ask for the time or for chance without saying so. @type {readonly RegExp[]} */
const chancy = [
  /^Date\.now$/,
  /^Math\.random$/,
  /^DateTime\.(now|utc|local)$/,
  /^(crypto\.)?randomUUID$/,
];

/**
 * @param {ts.Node} node
 * @returns {string | undefined} the call as written, when it reads the clock or chance
 */
function readChance(node) {
  if (ts.isNewExpression(node)) {
    const isNow =
      node.expression.getText() === 'Date' && !node.arguments?.length;
    return isNow ? 'new Date()' : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression.getText();
  // DateTime.utc(2026, 1, 1) names an instant; without arguments it is now.
  if (callee.startsWith('DateTime.') && node.arguments.length) return undefined;
  return chancy.some(pattern => pattern.test(callee))
    ? `${callee}()`
    : undefined;
}
