import stringWidth from 'string-width';

const FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const [CELL, LINE, MARGIN] = [8.4, 19, 18];

/** Classes by the number of an SGR sequence. https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const ON: Readonly<Record<number, string>> = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const OFF: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow', 'cyan'],
};

const STYLE = `
  text { font: 14px ${FONT}; white-space: pre; fill: #1f2328 }
  rect { fill: #f6f8fa; stroke: #d1d9e0 }
  .bold { font-weight: bold } .dim { fill: #59636e }
  .red { fill: #cf222e } .green { fill: #1a7f37 } .yellow { fill: #8a5a00 } .cyan { fill: #0b6e77 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } rect { fill: #0d1117; stroke: #3d444d } .dim { fill: #9198a1 }
    .red { fill: #ff7b72 } .green { fill: #3fb950 } .yellow { fill: #d29922 } .cyan { fill: #39c5cf }
  }`;

/** Text of a terminal with its colours, as a picture for light and dark pages. */
export function ansiSvg(text: string, columns: number, title: string): string {
  const lines = text.split('\n');
  const [width, height] = [columns * CELL + 2 * MARGIN, lines.length * LINE + 2 * MARGIN];
  const active = new Set<string>();
  const rows = lines.map((line, row) => lineSvg(line, MARGIN + row * LINE + 14, active));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...rows.filter((row) => row !== ''),
    '</svg>\n',
  ].join('\n');
}

/** A `<text>` for each piece of one style. Its length is fixed, so columns stay whatever the font. */
function lineSvg(line: string, y: number, active: Set<string>): string {
  let column = 0;
  const pieces: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  for (const [, codes, words = ''] of line.matchAll(/\x1b\[([\d;]*)m|([^\x1b]+)/g)) {
    if (codes !== undefined) for (const code of codes.split(';')) switchStyle(Number(code), active);
    const shown = words.trim();
    const start = column + words.indexOf(shown);
    column += stringWidth(words);
    if (shown === '') continue;
    const x = (MARGIN + start * CELL).toFixed(1);
    const length = (stringWidth(shown) * CELL).toFixed(1);
    const style = active.size === 0 ? '' : ` class="${[...active].join(' ')}"`;
    pieces.push(`<text x="${x}" y="${y}" textLength="${length}"${style}>${escaped(shown)}</text>`);
  }
  return pieces.join('');
}

function switchStyle(code: number, active: Set<string>): void {
  if (code === 0) active.clear();
  for (const name of OFF[code] ?? []) active.delete(name);
  const name = ON[code];
  if (name !== undefined) active.add(name);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
