import { visibleLength, wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';

/** Spaces inside a styled word hold together while the text is folded. */
const HOLD = '\u00a0';

/** Code, strong and soft words, and the text of links. */
export function inline(text: string): string {
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
export function foldStyled(text: string, width: number): string[] {
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
