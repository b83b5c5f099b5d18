import { folded, visibleLength } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { renderTable } from './markdown-table.ts';
import { foldStyled, inline } from './markdown-text.ts';

/** A handout for the terminal: the few marks that handouts use, no more. */
export function renderMarkdown(source: string, width: number): string {
  const out: string[] = [];
  let fenced = false;
  let block: string[] = [];
  let table: string[] = [];
  const flush = (): void => {
    if (block.length > 0) out.push(...renderBlock(block, width));
    if (table.length > 0) out.push(...renderTable(table, width));
    block = [];
    table = [];
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
      out.push(paint.bold(inline(line.replace(/^#+ /, ''))));
    } else if (/^\s*\|/.test(line)) {
      if (block.length > 0) flush();
      table.push(line);
    } else if (/^\s*(---+|<[^>]*>)\s*$/.test(line)) {
      flush(); // a rule or a mark of HTML: nothing to read
    } else {
      if (table.length > 0) flush();
      if (
        /^\s*([-*]|\d+\.) /.test(line) ||
        line.startsWith('>') !== (block[0]?.startsWith('>') ?? line.startsWith('>'))
      )
        flush();
      block.push(line);
    }
  }
  flush();
  return out.join('\n');
}

/** A paragraph, list item or quotation, folded under its own first mark. */
function renderBlock(lines: readonly string[], width: number): string[] {
  const quoted = lines[0]?.startsWith('>') === true;
  const text = lines.map((line) => line.replace(/^>\s?/, '').trim()).join(' ');
  const indent = quoted ? '' : (/^\s*/.exec(lines[0] ?? '')?.[0] ?? '');
  const mark = /^([-*]|\d+\.) /.exec(text)?.[0] ?? '';
  const first = quoted ? paint.dim('│ ') : indent + mark.replace(/^[-*]/, '•');
  const rest = quoted ? first : ' '.repeat(visibleLength(first));
  const parts = foldStyled(inline(text.slice(mark.length)), width - visibleLength(first));
  return parts.map((line, i) => (i === 0 ? first : rest) + line);
}
