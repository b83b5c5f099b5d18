import ts from 'typescript';

const { SyntaxKind } = ts;

/** After one of these a slash divides; anywhere else it begins a regular expression. */
const VALUE_ENDS: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.ThisKeyword,
  SyntaxKind.NumericLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
]);

/**
 * The identifiers in a piece of TypeScript, names of properties among them; no keywords, and nothing in comments or strings.
 * It is scanned and not parsed, so that a sketch with `…` in it can be read as well.
 */
export function identifiersIn(text: string): ReadonlySet<string> {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, text);
  const names = new Set<string>();
  /** For each template literal that is open: how many braces are open in its `${…}`. */
  const templates: number[] = [];
  let before: ts.SyntaxKind = SyntaxKind.Unknown;
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const braces = templates.at(-1);
    if (token === SyntaxKind.SlashToken && !VALUE_ENDS.has(before)) token = scanner.reScanSlashToken();
    else if (token === SyntaxKind.TemplateHead) templates.push(0);
    else if (token === SyntaxKind.OpenBraceToken && braces !== undefined) templates[templates.length - 1] = braces + 1;
    else if (token === SyntaxKind.CloseBraceToken && braces === 0) {
      token = scanner.reScanTemplateToken(false);
      if (token === SyntaxKind.TemplateTail) templates.pop();
    } else if (token === SyntaxKind.CloseBraceToken && braces !== undefined)
      templates[templates.length - 1] = braces - 1;
    else if (token === SyntaxKind.Identifier || token === SyntaxKind.PrivateIdentifier)
      names.add(scanner.getTokenText());
    before = token;
  }
  return names;
}
