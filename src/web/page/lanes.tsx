import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PackedTrace } from '../../trace/packed.ts';
import { type Columns, unpack } from '../../trace/page/columns.ts';
import { describe } from '../../trace/page/describe.ts';
import { draw, LABEL_WIDTH, pictureHeight } from '../../trace/page/draw.ts';
import { type Choice, following, preceding } from '../../trace/page/order.ts';
import { readPalette } from '../../trace/page/palette.ts';
import { eventUnder } from '../../trace/page/under.ts';
import { moved, showing, type View, wholeOf, zoomed } from '../../trace/page/view.ts';
import { useLook } from './look.ts';

/** The drawing has letters of 12 px, scaled with the text of the page. */
const DRAWN_PX = 15;

/** Every system call of every thread, live. While the step plays the whole trace is visible; afterwards it can be zoomed. */
export function Lanes({ trace, playing }: { trace: PackedTrace; playing: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const look = useLook();
  const [near, setNear] = useState<View | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [width, setWidth] = useState(0);
  const columns = useMemo(() => unpack(trace), [trace]);
  const whole = wholeOf([columns.end]);
  const view = near ?? whole;
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
    if (canvas.current !== null && width > 0) paint(canvas.current, width, columns, view, choice);
  }, [columns, view.from, view.to, choice, width, look.theme, look.scale]);

  const zoom = (factor: number): void => setNear(zoomed(view, factor, focus(columns, choice, view), whole));
  const move = (share: number): void => setNear(moved(view, (view.to - view.from) * share, whole));
  const step = (by: 1 | -1): void => {
    const next = (by > 0 ? following : preceding)(columns, choice);
    if (next === null) return;
    setChoice(next);
    const at = columns.lanes[next.lane]?.begin[next.index] ?? 0;
    if (near !== null) setNear(showing(near, at, whole));
  };
  const names = columns.lanes.map(({ label }) => label.trim()).join(', ');
  return (
    <section class="lanes" aria-label="Swim lanes">
      <h2>
        Every system call <span class="key call" /> runs in a call <span class="key blocked" /> sleeps in a call, 0.5 ms
        or more
      </h2>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Swim lanes of ${names}: time from left to right. The line below describes the chosen event.`}
        onPointerMove={(event) => setChoice(pointedAt(columns, view, event))}
      />
      <p class="event" role="status">
        {choice === null ? '' : describe(columns, choice)}
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

/** Limited so that the names of the lanes take at most a third of the width. */
const enlargement = (width: number): number => Math.max(0.8, Math.min(rootPx() / DRAWN_PX, width / (3 * LABEL_WIDTH)));

function paint(canvas: HTMLCanvasElement, width: number, columns: Columns, view: View, choice: Choice | null): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const larger = enlargement(width);
  const height = pictureHeight(columns.lanes.length);
  const scale = (window.devicePixelRatio || 1) * larger;
  canvas.width = Math.round((width / larger) * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.height = `${height * larger}px`;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  draw({ canvas: context, columns, view, width: width / larger, height, palette: readPalette(), choice });
}

const focus = ({ lanes }: Columns, choice: Choice | null, view: View): number =>
  (choice === null ? undefined : lanes[choice.lane]?.begin[choice.index]) ?? (view.from + view.to) / 2;

function pointedAt(columns: Columns, view: View, event: PointerEvent): Choice | null {
  const canvas = event.target as HTMLCanvasElement;
  const larger = enlargement(canvas.clientWidth);
  const frame = { view, width: canvas.clientWidth / larger };
  return eventUnder(columns, frame, event.offsetX / larger, event.offsetY / larger);
}
