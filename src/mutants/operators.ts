import ts from 'typescript';

/** A replacement of the text from `start` to `end`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** In words. */
  readonly change: string;
}

/** `last` is the node at which the replaced text ends, where that is another one. */
type Emit = (node: ts.Node, replacement: string, change?: string, last?: ts.Node) => void;

/** The changes of one node. */
type Operator = (node: ts.Node, emit: Emit) => void;

const BOUNDS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
  [ts.SyntaxKind.SlashToken]: '*',
  [ts.SyntaxKind.PlusEqualsToken]: '-=',
  [ts.SyntaxKind.MinusEqualsToken]: '+=',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
};

const ONE_SIDE = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.AmpersandToken,
]);

const binary: Operator = (node, emit) => {
  if (!ts.isBinaryExpression(node)) return;
  const { left, operatorToken, right } = node;
  const other = BOUNDS[operatorToken.kind];
  const calculates = !ts.isStringLiteralLike(left) && !ts.isStringLiteralLike(right);
  if (other !== undefined && calculates) emit(operatorToken, other);
  if (!ONE_SIDE.has(operatorToken.kind)) return;
  emit(node, left.getText());
  emit(node, right.getText());
};

/** A condition that is forced or negated. A loop is not forced to go on for ever: that only costs time. */
const condition: Operator = (node, emit) => {
  const loop = ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node);
  const asked = ts.isForStatement(node)
    ? node.condition
    : ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
  if (asked === undefined) return;
  emit(asked, 'false');
  if (!loop) emit(asked, 'true');
  else emit(asked, `!(${asked.getText()})`);
};

/** What is only printed for people is not graded. */
const isLog = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) &&
  ts.isCallExpression(node.expression) &&
  node.expression.expression.getText() === 'log';

const removable = (node: ts.Node): boolean =>
  (ts.isExpressionStatement(node) && !isLog(node)) ||
  (ts.isIfStatement(node) && node.elseStatement === undefined) ||
  ts.isReturnStatement(node) ||
  ts.isBreakStatement(node) ||
  ts.isContinueStatement(node) ||
  ts.isThrowStatement(node);

const statement: Operator = (node, emit) => {
  if (removable(node)) emit(node, ';', `without: ${node.getText()}`);
  if (!ts.isTryStatement(node)) return;
  const { catchClause, finallyBlock } = node;
  if (finallyBlock !== undefined) emit(finallyBlock, '{}', 'finally does nothing');
  if (catchClause !== undefined && catchClause.block.statements.length > 0)
    emit(catchClause.block, '{}', 'catch does nothing');
};

/** Two calls in a row, in the other order. */
const swapped: Operator = (node, emit) => {
  if (!ts.isBlock(node) && !ts.isSourceFile(node) && !ts.isCaseClause(node)) return;
  for (const [i, first] of node.statements.entries()) {
    const second = node.statements[i + 1];
    if (second === undefined || ![first, second].every((one) => ts.isExpressionStatement(one) && !isLog(one))) continue;
    const both = `${first.getText()} ↔ ${second.getText()}`;
    emit(first, `${second.getText()} ${first.getText()}`, both, second);
  }
};

/** A buffer of another size makes no other program. */
const isSize = ({ parent }: ts.Node): boolean =>
  parent !== undefined && ts.isCallExpression(parent) && /^Buffer\.alloc/.test(parent.expression.getText());

const value: Operator = (node, emit) => {
  if (isSize(node)) return;
  if (ts.isNumericLiteral(node)) emit(node, String(Number(node.text) + 1));
  else if (node.kind === ts.SyntaxKind.TrueKeyword) emit(node, 'false');
  else if (node.kind === ts.SyntaxKind.FalseKeyword) emit(node, 'true');
  else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    emit(node, node.operand.getText());
};

const isErrorName = (node: ts.Node): boolean => ts.isStringLiteral(node) && /^E[A-Z0-9]+$/.test(node.text);

/** An error name that is left out of a list, and `retryOnEintr` around a call. */
const errors: Operator = (node, emit) => {
  const list = ts.isCallExpression(node) ? node.arguments : ts.isArrayLiteralExpression(node) ? node.elements : [];
  for (const name of [...list].filter(isErrorName)) emit(name, "'none'", `without ${name.getText()}`);
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'retryOnEintr') return;
  const [act] = node.arguments;
  if (act !== undefined && ts.isArrowFunction(act) && !ts.isBlock(act.body))
    emit(node, act.body.getText(), 'without retryOnEintr');
};

const OPERATORS: readonly Operator[] = [binary, condition, statement, swapped, value, errors];

const LONGEST = 90;
const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** All changes of a source text that the operators know, in the order of the text. */
export function changesOf(source: string): Change[] {
  const changes = new Map<string, Change>();
  const visit = (node: ts.Node): void => {
    for (const operator of OPERATORS)
      operator(node, (at, replacement, change, last = at) => {
        const [start, end] = [at.getStart(), last.getEnd()];
        const words = change ?? `${at.getText()} → ${replacement}`;
        changes.set(`${start} ${end} ${replacement}`, { start, end, replacement, change: short(words) });
      });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('reference.ts', source, ts.ScriptTarget.Latest, true));
  return [...changes.values()].sort((a, b) => a.start - b.start);
}
