import { readFileSync } from 'node:fs';
import { paint } from '../../text/paint.ts';
import { regionsOf } from './skeleton.ts';

export interface CodeLine {
  readonly number: number;
  readonly text: string;
}

/** The code of one step, a piece for each of its regions: the line that opens the enclosing block, then the region without its task. */
export const stepCode = (source: string, step: string): CodeLine[][] => pieces(source, step, false);

/** The same with the task. In a skeleton that is all that is there. */
export const stepTask = (source: string, step: string): CodeLine[][] => pieces(source, step, true);

function pieces(source: string, step: string, withTask: boolean): CodeLine[][] {
  const lines = source.split('\n');
  const numbered = (from: number, to: number) =>
    lines.slice(from, to).map((text, i) => ({ number: from + i + 1, text }));
  return regionsOf(source)
    .filter((region) => region.step === step)
    .map((region) => {
      let from = region.begin + 1;
      while (!withTask && from < region.end && lines[from]?.trimStart().startsWith('//')) from++;
      const head = opening(lines, region.begin);
      return dedent([...(head < 0 ? [] : numbered(head, head + 1)), ...numbered(from, region.end)]);
    });
}

/** The nearest line above with less indentation: it opens the enclosing block. */
function opening(lines: readonly string[], begin: number): number {
  const indent = indentOf(lines[begin] ?? '');
  for (let i = begin - 1; i >= 0; i--) {
    const line = lines[i] ?? '';
    if (line.trim() !== '' && indentOf(line) < indent) return i;
  }
  return -1;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

function dedent(lines: readonly CodeLine[]): CodeLine[] {
  const indents = lines.filter(({ text }) => text.trim() !== '').map(({ text }) => indentOf(text));
  const least = Math.min(...indents);
  return lines.map(({ number, text }) => ({ number, text: text.slice(least) }));
}

/** Enough of the syntax to colour keywords, strings, constants and comments. */
const TOKENS =
  /(\/\/.*$)|('(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|\b(const|let|for|while|if|else|return|function|export|try|catch|finally|throw|new|null|true|false|never|void|switch|case|break|continue|of|in)\b|\b([A-Z][A-Z0-9_]{2,})\b/g;

interface Token {
  readonly kind: 'plain' | 'comment' | 'string' | 'word' | 'constant';
  readonly text: string;
}

export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const plainUntil = (end: number): void => {
    if (end > at) tokens.push({ kind: 'plain', text: line.slice(at, end) });
  };
  for (const match of line.matchAll(TOKENS)) {
    const [text, comment, string, word] = match;
    plainUntil(match.index);
    at = match.index + text.length;
    tokens.push({ kind: comment ? 'comment' : string ? 'string' : word ? 'word' : 'constant', text });
  }
  plainUntil(line.length);
  return tokens;
}

export function highlight(line: string): string {
  const paints = { plain: String, comment: paint.dim, string: paint.green, word: paint.magenta, constant: paint.cyan };
  return tokensOf(line)
    .map(({ kind, text }) => paints[kind](text))
    .join('');
}

/** The line, counted from 1, where a step's code begins in a file: the first unwritten region, or else the first region. */
export function lineOfStep(file: string, step: string): { line: number; todo: boolean } | null {
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return null;
  }
  // Not regionsOf: it throws when a learner has damaged a marker.
  const todo = lines.findIndex((line) => line.includes(`todo('${step}'`));
  if (todo >= 0) return { line: todo + 1, todo: true };
  const region = lines.findIndex((line) => line.trim().startsWith(`//#region ${step}`));
  return region < 0 ? null : { line: region + 1, todo: false };
}
