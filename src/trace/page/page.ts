import { isBlocked, type PageTrace, type Trace, type TraceEvent } from '../model.ts';
import { AXIS_HEIGHT, type Choice, type Colors, draw, LABEL_WIDTH, LANE_HEIGHT, laneName, timeAt } from './draw.ts';
import { firstVisible, moved, showing, type View, wholeOf, zoomed } from './view.ts';

/** The page's own script. The trace stands in the page as JSON. */
const trace = JSON.parse(element('trace').textContent ?? '') as PageTrace;
const canvas = element('lanes') as HTMLCanvasElement;
const details = element('details');
const context = canvas.getContext('2d') as CanvasRenderingContext2D;
const whole = wholeOf(trace);
let view: View = whole;
let choice: Choice | null = null;
let asked = false;

/** All events in the order in which they began: what the arrow keys go through. */
const order: readonly Choice[] = trace.lanes
  .flatMap(({ events }, lane) => events.map((event, index) => ({ lane, index, at: event.begin })))
  .sort((a, b) => a.at - b.at);
const placeOf = new Map(order.map((one, place) => [`${one.lane}:${one.index}`, place]));

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function colors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: color('text'),
    faint: color('faint'),
    runs: color('runs'),
    call: color('call'),
    blocked: color('blocked'),
    mark: color('mark'),
    chosen: color('chosen'),
    arrows: { fork: color('fork'), passed: color('passed'), signal: color('signal'), reap: color('reap') },
  };
}

/** Draws once a frame, however often something changed. */
function refresh(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const width = canvas.clientWidth;
    const height = AXIS_HEIGHT + trace.lanes.length * LANE_HEIGHT;
    const scale = window.devicePixelRatio || 1;
    if (canvas.width !== width * scale || canvas.height !== height * scale) {
      canvas.width = width * scale;
      canvas.height = height * scale;
      canvas.style.height = `${height}px`;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, trace, view, { width, height }, colors(), choice);
  });
}

function choose(next: Choice | null, follow: boolean): void {
  choice = next;
  const event = next === null ? undefined : trace.lanes[next.lane]?.events[next.index];
  details.textContent = next === null || event === undefined ? HELP : describe(next, event);
  if (follow && event !== undefined) view = showing(view, event.begin, whole);
  refresh();
}

const HELP =
  'Point at an event, or step through them with the left and right arrow keys. Plus and minus zoom, as the wheel does; dragging moves.';

function describe({ lane, index }: Choice, event: TraceEvent): string {
  const place = (placeOf.get(`${lane}:${index}`) ?? 0) + 1;
  const who = laneName(trace.lanes[lane] as Trace['lanes'][number]).trim();
  const took = event.end === null ? 'it has not returned' : `${(event.end - event.begin).toFixed(3)} ms`;
  const how = event.kind === 'mark' ? '' : isBlocked(event) ? `, asleep for ${took}` : `, ${took}`;
  return `${place} of ${order.length}   ${event.begin.toFixed(3)} ms   ${who}   ${trace.texts[lane]?.[index]}${how}`;
}

function eventUnder(x: number, y: number): Choice | null {
  const lane = Math.floor((y - AXIS_HEIGHT) / LANE_HEIGHT);
  const events = trace.lanes[lane]?.events;
  if (events === undefined || x < LABEL_WIDTH) return null;
  const slack = ((view.to - view.from) / canvas.clientWidth) * 4;
  const at = timeAt(x, view, canvas.clientWidth);
  let best: Choice | null = null;
  for (let i = firstVisible(events, at - slack); i < events.length; i++) {
    const event = events[i] as TraceEvent;
    if (event.begin > at + slack) break;
    // A mark is thin: it wins over the call that it stands in.
    if (best === null || event.kind === 'mark' || event.begin <= at) best = { lane, index: i };
  }
  return best;
}

function step(by: number): void {
  const here = choice === null ? -1 : (placeOf.get(`${choice.lane}:${choice.index}`) ?? -1);
  const next = order[choice === null ? (by > 0 ? 0 : order.length - 1) : here + by];
  if (next !== undefined) choose({ lane: next.lane, index: next.index }, true);
}

function zoom(factor: number, at = (view.from + view.to) / 2): void {
  view = zoomed(view, factor, at, whole);
  refresh();
}

const KEYS: Readonly<Record<string, () => void>> = {
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  '+': () => zoom(0.5),
  '=': () => zoom(0.5),
  '-': () => zoom(2),
  '0': () => {
    view = whole;
    refresh();
  },
  Escape: () => choose(null, false),
};

let dragged: number | null = null;
canvas.addEventListener('pointerdown', (event) => {
  dragged = event.offsetX;
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener('pointerup', () => {
  dragged = null;
});
canvas.addEventListener('pointermove', (event) => {
  if (dragged === null) {
    choose(eventUnder(event.offsetX, event.offsetY), false);
    return;
  }
  const width = canvas.clientWidth - LABEL_WIDTH;
  view = moved(view, ((dragged - event.offsetX) / width) * (view.to - view.from), whole);
  dragged = event.offsetX;
  refresh();
});
canvas.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    const width = canvas.clientWidth;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY))
      view = moved(view, (event.deltaX / width) * (view.to - view.from), whole);
    else view = zoomed(view, Math.exp(event.deltaY / 300), timeAt(event.offsetX, view, width), whole);
    refresh();
  },
  { passive: false },
);
document.addEventListener('keydown', (event) => {
  const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
});
for (const [id, key] of [
  ['back', 'ArrowLeft'],
  ['forward', 'ArrowRight'],
  ['nearer', '+'],
  ['farther', '-'],
  ['all', '0'],
] as const)
  element(id).addEventListener('click', () => KEYS[key]?.());
window.addEventListener('resize', refresh);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refresh);
choose(null, false);
