export interface Point {
  readonly call: string;
  readonly watched: number;
  /** Microseconds an event. */
  readonly us: number;
}

const [WIDTH, HEIGHT] = [720, 440];
const LEFT = 60;
const RIGHT = WIDTH - 70;
const TOP = 64;
const BOTTOM = HEIGHT - 56;
const COLORS: Readonly<Record<string, string>> = { select: '#b4540a', poll: '#6b4fa0', epoll: '#0a7a5a' };

/** A line for each call, on two logarithmic axes, as SVG. */
export function growthPlot(points: readonly Point[]): string {
  const x = axis(
    points.map(({ watched }) => watched),
    LEFT,
    RIGHT,
  );
  const y = axis(
    points.map(({ us }) => us),
    BOTTOM,
    TOP,
  );
  const grid = [
    ...x.ticks.map(
      (at) => `${line(x.place(at), TOP, x.place(at), BOTTOM)}${text(x.place(at), BOTTOM + 20, figure(at), 'middle')}`,
    ),
    ...y.ticks.map(
      (at) => `${line(LEFT, y.place(at), RIGHT, y.place(at))}${text(LEFT - 8, y.place(at) + 4, figure(at), 'end')}`,
    ),
  ];
  const curves = Object.entries(COLORS).map(([call, color]) => {
    const own = points.filter((point) => point.call === call).sort((a, b) => a.watched - b.watched);
    const places = own.map(({ watched, us }) => [x.place(watched).toFixed(1), y.place(us).toFixed(1)] as const);
    const [endX = 0, endY = 0] = (places.at(-1) ?? []).map(Number);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3"/>`).join('');
    const path = `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`;
    return places.length === 0 ? '' : `<g fill="${color}">${path}${dots}${text(endX + 8, endY + 4, call, 'start')}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(LEFT, 24, 'The cost of one event among idle descriptors', 'start'),
    text(LEFT - 8, TOP - 16, 'microseconds an event', 'start'),
    ...grid,
    text((LEFT + RIGHT) / 2, HEIGHT - 12, 'descriptors watched', 'middle'),
    ...curves,
    '</svg>',
  ].join('\n');
}

interface Axis {
  /** 1, 2 and 5 of each decade within the values. */
  readonly ticks: readonly number[];
  place(value: number): number;
}

function axis(values: readonly number[], from: number, to: number): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, span] = [Math.log(low), Math.log(high / low) || 1];
  const place = (value: number): number => from + ((Math.log(value) - first) / span) * (to - from);
  const decades = Array.from({ length: 12 }, (_, i) => 10 ** (i - 3));
  const ticks = decades.flatMap((decade) => [1, 2, 5].map((step) => step * decade));
  return { ticks: ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001), place };
}

const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#ddd"/>`;

const text = (x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;

const figure = (value: number): string => Number(value.toPrecision(1)).toLocaleString('en-US');
