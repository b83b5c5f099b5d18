import { paint, visibleLength, wrap } from '../lab/render.ts';

/** A handout for the terminal: the few marks that handouts use, no more. */
export function renderMarkdown(source: string, width: number): string {
  const out: string[] = [];
  let fenced = false;
  let block: string[] = [];
  const flush = (): void => {
    if (block.length > 0) out.push(...renderBlock(block, width));
    block = [];
  };
  for (const line of source.split('\n')) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) out.push(`   ${paint.cyan(line)}`);
    else if (block.length === 0 && /^ {4}\S/.test(line)) out.push(`   ${paint.cyan(line.slice(4))}`);
    else if (line.trim() === '') {
      flush();
      out.push('');
    } else if (/^#{1,6} /.test(line)) {
      flush();
      out.push(paint.bold(inline(line.replace(/^#+ /, ''))));
    } else if (/^\s*\|/.test(line) || /^\s*(---+|<[^>]*>)\s*$/.test(line)) {
      flush();
      out.push(...tableRow(line));
    } else {
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
  const folded = foldStyled(inline(text.slice(mark.length)), width - visibleLength(first));
  return folded.map((line, i) => (i === 0 ? first : rest) + line);
}

/** Rows stay as they are: folding would tear their columns apart. The rule under the head goes. */
function tableRow(line: string): string[] {
  if (/^\s*\|[\s|:-]+\|\s*$/.test(line) || /^\s*<[^>]*>\s*$/.test(line)) return [];
  return [inline(line.replace(/^\s*\|\s?|\s?\|\s*$/g, '')).replaceAll('|', paint.dim('│'))];
}

/** Spaces inside a styled word hold together while the text is folded. */
const HOLD = '\u00a0';

function inline(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]+)`/g, (_, code: string) => paint.cyan(code.replaceAll(' ', HOLD).replaceAll('*', '∗')))
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => eachWord(strong, paint.bold))
    .replace(
      /(^|[\s(])[*_]([^*_]+)[*_](?=[\s).,;:?]|$)/g,
      (_, before: string, soft: string) => before + eachWord(soft, paint.italic),
    )
    .replaceAll('∗', '*');
}

const eachWord = (text: string, style: (word: string) => string): string =>
  text
    .split(' ')
    .map((word) => style(word))
    .join(' ');

/** wrap() counts characters, and escape sequences have no width: fold the plain words, then style them again. */
function foldStyled(text: string, width: number): string[] {
  const words = text.split(/ +/);
  const plain = words.map((word) => 'x'.repeat(visibleLength(word)));
  let next = 0;
  return wrap(plain.join(' '), width).map((line) =>
    line
      .split(' ')
      .map(() => words[next++] ?? '')
      .join(' ')
      .replaceAll(HOLD, ' '),
  );
}
