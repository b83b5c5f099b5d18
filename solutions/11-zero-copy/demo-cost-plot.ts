export interface CostPoint {
  readonly way: string;
  readonly size: string;
  /** Microseconds of CPU for a megabyte. */
  readonly us: number;
}

const [WIDTH, HEIGHT] = [720, 400];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, WIDTH - 20, 70, HEIGHT - 56];
const COLORS: Readonly<Record<string, string>> = {
  copy: '#b4540a',
  mmap: '#6b4fa0',
  sendfile: '#0a7a5a',
  splice: '#2a6fb0',
  zerocopy: '#8a8a2a',
};

/** A group of bars for each size, on a logarithmic axis, as SVG. */
export function costPlot(points: readonly CostPoint[]): string {
  const sizes = [...new Set(points.map(({ size }) => size))];
  const ways = Object.keys(COLORS);
  const values = points.map(({ us }) => Math.max(us, 1));
  const [low, high] = [10 ** Math.floor(Math.log10(Math.min(...values))), Math.max(...values)];
  const y = (us: number): number =>
    BOTTOM - ((BOTTOM - TOP) * Math.log(Math.max(us, low) / low)) / (Math.log(high / low) || 1);
  const group = (RIGHT - LEFT) / sizes.length;
  const width = group / (ways.length + 1.5);
  const bars = points.map(({ way, size, us }) => {
    const x = LEFT + sizes.indexOf(size) * group + (0.75 + ways.indexOf(way)) * width;
    return `<rect x="${x.toFixed(1)}" y="${y(us).toFixed(1)}" width="${(width - 3).toFixed(1)}" height="${(BOTTOM - y(us)).toFixed(1)}" fill="${COLORS[way]}"/>`;
  });
  const ticks = Array.from({ length: 8 }, (_, i) => 10 ** i).filter((at) => at >= low && at <= high);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(LEFT, 24, 'CPU time of the server for a megabyte, in microseconds', 'start'),
    ...ways.map((way, i) => text(LEFT + 95 * i, 48, `<tspan fill="${COLORS[way]}">■</tspan> ${way}`, 'start')),
    ...ticks.map(
      (at) =>
        `<line x1="${LEFT}" y1="${y(at).toFixed(1)}" x2="${RIGHT}" y2="${y(at).toFixed(1)}" stroke="#ddd"/>${text(LEFT - 8, y(at) + 4, at.toLocaleString('en-US'), 'end')}`,
    ),
    ...bars,
    ...sizes.map((size, i) => text(LEFT + (i + 0.5) * group, BOTTOM + 22, size, 'middle')),
    '</svg>',
  ].join('\n');
}

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
