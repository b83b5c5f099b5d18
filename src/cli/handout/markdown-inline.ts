import { paint } from '../../text/paint.ts';

/** Stands for a blank inside code until lines are folded: code is not cut there. */
export const HOLD = '\u00a0';

/** Code, strong and soft words, and the text of links. */
export function inline(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`([^`]+)`/g, (_, code: string) => paint.cyan(code.replaceAll(' ', HOLD).replaceAll('*', '∗')))
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => paint.bold(strong))
    .replace(
      /(^|[\s(])[*_]([^*_]+)[*_](?=[\s).,;:?]|$)/g,
      (_, before: string, soft: string) => before + paint.italic(soft),
    )
    .replaceAll('∗', '*');
}
