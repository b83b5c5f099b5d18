import { folded, visibleLength, wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { table } from '../../text/table.ts';
import { HOLD, inline } from './markdown-inline.ts';

/** A handout for the terminal: the few marks that handouts use, no more. */
export function renderMarkdown(source: string, width: number): string {
  const out: string[] = [];
  let fenced = false;
  let block: string[] = [];
  let rows: string[] = [];
  const flush = (): void => {
    if (block.length > 0) out.push(...renderBlock(block, width));
    if (rows.length > 0) out.push(...renderTable(rows, width));
    block = [];
    rows = [];
  };
  for (const line of source.split('\n')) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) out.push(`   ${paint.cyan(line)}`);
    else if (block.length === 0 && /^ {4}\S/.test(line))
      out.push(...folded(line.slice(4), width - 3, 4).map((part) => `   ${paint.cyan(part)}`));
    else if (line.trim() === '') {
      flush();
      out.push('');
    } else if (/^#{1,6} /.test(line)) {
      flush();
      out.push(...wrap(paint.bold(inline(line.replace(/^#+ /, ''))), width));
    } else if (/^\s*\|/.test(line)) {
      if (block.length > 0) flush();
      rows.push(line);
    } else if (/^\s*(---+|<[^>]*>)\s*$/.test(line)) {
      flush(); // a rule or a mark of HTML: nothing to read
    } else {
      if (rows.length > 0) flush();
      if (
        /^\s*([-*]|\d+\.) /.test(line) ||
        line.startsWith('>') !== (block[0]?.startsWith('>') ?? line.startsWith('>'))
      )
        flush();
      block.push(line);
    }
  }
  flush();
  return out.join('\n').replaceAll(HOLD, ' ');
}

/** A paragraph, list item or quotation, folded under its own first mark. */
function renderBlock(lines: readonly string[], width: number): string[] {
  const quoted = lines[0]?.startsWith('>') === true;
  const text = lines.map((line) => line.replace(/^>\s?/, '').trim()).join(' ');
  const indent = quoted ? '' : (/^\s*/.exec(lines[0] ?? '')?.[0] ?? '');
  const mark = /^([-*]|\d+\.) /.exec(text)?.[0] ?? '';
  const first = quoted ? paint.dim('│ ') : indent + mark.replace(/^[-*]/, '•');
  const rest = quoted ? first : ' '.repeat(visibleLength(first));
  const parts = wrap(inline(text.slice(mark.length)), width - visibleLength(first));
  return parts.map((line, i) => (i === 0 ? first : rest) + line);
}

/** A table from its source lines, without the rule below the head. */
function renderTable(source: readonly string[], width: number): string[] {
  const rows = source.filter((line) => !/^\s*\|[\s|:-]+\|\s*$/.test(line)).map(cellsOf);
  return table(rows, width, { head: true, between: ' │ ' });
}

/** A bar inside code is no border. */
const cellsOf = (line: string): string[] =>
  (
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .match(/(`[^`]*`|[^|`])+/g) ?? []
  ).map((cell) => inline(cell.trim()));
