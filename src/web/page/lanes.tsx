import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isBlocked, type PageTrace } from '../../trace/model.ts';
import {
  AXIS_HEIGHT,
  type Choice,
  type Colors,
  draw,
  LABEL_WIDTH,
  LANE_HEIGHT,
  laneName,
  timeAt,
} from '../../trace/page/draw.ts';
import { firstVisible, moved, showing, type View, wholeOf, zoomed } from '../../trace/page/view.ts';
import { useLook } from './look.ts';

/** The drawing has letters of 12 px: it is enlarged with the text of the page. */
const DRAWN_PX = 15;

/** Every system call, thread by thread, as it grows. While the step plays all of it is in sight; then one can look closer. */
export function Lanes({ trace, playing }: { trace: PageTrace; playing: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useLook();
  const [near, setNear] = useState<View | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [width, setWidth] = useState(0);
  const whole = wholeOf(trace);
  const view = near ?? whole;
  const order = useMemo(() => inOrder(trace), [trace]);
  useEffect(() => {
    if (!playing) return;
    setNear(null);
    setChoice(null);
  }, [playing]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (canvas.current !== null) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current !== null && width > 0) paint(canvas.current, width, trace, view, choice);
  }, [trace, view.from, view.to, choice, width, look.theme, look.scale]);

  const zoom = (factor: number): void => setNear(zoomed(view, factor, focus(trace, choice, view), whole));
  const move = (share: number): void => setNear(moved(view, (view.to - view.from) * share, whole));
  const step = (by: 1 | -1): void => {
    const here = order.findIndex(({ lane, index }) => lane === choice?.lane && index === choice.index);
    const next = order[choice === null ? (by > 0 ? 0 : order.length - 1) : here + by];
    if (next === undefined) return;
    setChoice(next);
    const at = trace.lanes[next.lane]?.events[next.index]?.begin ?? 0;
    if (near !== null) setNear(showing(near, at, whole));
  };
  const names = trace.lanes.map((lane) => laneName(lane).trim()).join(', ');
  return (
    <section class="lanes" aria-label="Swim lanes">
      <h2>
        Every system call <span class="key call" /> runs in a call <span class="key blocked" /> sleeps in a call
      </h2>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Swim lanes of ${names}: time from left to right. The line below tells of the chosen event.`}
        onPointerMove={(event) => setChoice(eventUnder(trace, view, event))}
      />
      <p class="event" role="status">
        {choice === null ? '' : describe(trace, choice)}
        {choice === null && trace.dropped > 0 && `${trace.dropped} events in the middle are not drawn`}
      </p>
      <div class="tools">
        <button type="button" onClick={() => step(-1)}>
          event before
        </button>
        <button type="button" onClick={() => step(1)}>
          next event
        </button>
        <button type="button" onClick={() => zoom(0.5)}>
          nearer
        </button>
        <button type="button" onClick={() => zoom(2)}>
          farther
        </button>
        <button type="button" onClick={() => move(-0.5)}>
          earlier
        </button>
        <button type="button" onClick={() => move(0.5)}>
          later
        </button>
        <button type="button" onClick={() => setNear(null)}>
          all of it
        </button>
      </div>
    </section>
  );
}

const rootPx = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Never so large that the names of the lanes take more than a third. */
const enlargement = (width: number): number => Math.max(0.8, Math.min(rootPx() / DRAWN_PX, width / (3 * LABEL_WIDTH)));

function paint(canvas: HTMLCanvasElement, width: number, trace: PageTrace, view: View, choice: Choice | null): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const larger = enlargement(width);
  const height = AXIS_HEIGHT + trace.lanes.length * LANE_HEIGHT;
  const scale = (window.devicePixelRatio || 1) * larger;
  canvas.width = Math.round((width / larger) * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.height = `${height * larger}px`;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  draw(context, trace, view, { width: width / larger, height }, colors(), choice);
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
    mark: color('signal'),
    chosen: color('link'),
    arrows: { fork: color('fork'), passed: color('passed'), signal: color('signal'), reap: color('reap') },
  };
}

/** All events in the order in which they began. */
const inOrder = (trace: PageTrace): readonly Choice[] =>
  trace.lanes
    .flatMap(({ events }, lane) => events.map(({ begin }, index) => ({ lane, index, begin })))
    .sort((a, b) => a.begin - b.begin);

const focus = (trace: PageTrace, choice: Choice | null, view: View): number =>
  (choice === null ? undefined : trace.lanes[choice.lane]?.events[choice.index]?.begin) ?? (view.from + view.to) / 2;

function eventUnder(trace: PageTrace, view: View, event: PointerEvent): Choice | null {
  const canvas = event.target as HTMLCanvasElement;
  const larger = enlargement(canvas.clientWidth);
  const [x, y, width] = [event.offsetX / larger, event.offsetY / larger, canvas.clientWidth / larger];
  const lane = Math.floor((y - AXIS_HEIGHT) / LANE_HEIGHT);
  const events = trace.lanes[lane]?.events ?? [];
  const at = timeAt(x, view, width);
  const slack = timeAt(x + 4, view, width) - at;
  for (let i = firstVisible(events, at - slack); i < events.length; i++) {
    if ((events[i]?.begin ?? 0) > at + slack) break;
    if (events[i + 1] === undefined || (events[i + 1]?.begin ?? 0) > at) return { lane, index: i };
  }
  return null;
}

function describe(trace: PageTrace, { lane, index }: Choice): string {
  const event = trace.lanes[lane]?.events[index];
  if (event === undefined) return '';
  const who = trace.lanes[lane] === undefined ? '' : laneName(trace.lanes[lane]).trim();
  const took = event.end === null ? 'it has not returned' : `${(event.end - event.begin).toFixed(3)} ms`;
  const how = event.kind === 'mark' ? '' : isBlocked(event) ? `, asleep for ${took}` : `, ${took}`;
  return `${event.begin.toFixed(3)} ms   ${who}   ${trace.texts[lane]?.[index]}${how}`;
}
