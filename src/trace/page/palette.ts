import { ARROW_KINDS, type ArrowKind } from '../arrow-kinds.ts';

/** The colours of the page's style sheet, for the canvas. */
export interface Palette {
  readonly text: string;
  readonly page: string;
  readonly faint: string;
  readonly runs: string;
  readonly call: string;
  readonly blocked: string;
  readonly mark: string;
  readonly chosen: string;
  readonly arrows: Readonly<Record<ArrowKind, string>>;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const arrows = Object.fromEntries(ARROW_KINDS.map((kind) => [kind, color(kind)])) as Record<ArrowKind, string>;
  const [text, page, faint, runs] = [color('text'), color('page'), color('faint'), color('runs')];
  return {
    text,
    page,
    faint,
    runs,
    call: color('call'),
    blocked: color('blocked'),
    mark: color('mark'),
    chosen: color('chosen'),
    arrows,
  };
}
