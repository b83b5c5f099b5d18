import { type ColumnLane, STATE } from './columns.ts';
import { barHeight, type Frame, LABEL_WIDTH, middleOf, timeAt, xOf } from './draw.ts';
import { firstAtOrAfter } from './view.ts';

/** A thin line for a thread that runs, a bar for each call, a tall line for each mark. */
export function drawLane(frame: Frame, index: number): void {
  const { canvas, columns, view, palette } = frame;
  const lane = columns.lanes[index] as ColumnLane;
  const { begin, end, reach, state } = lane;
  const y = middleOf(index, frame);
  const born = xOf(begin[0] as number, frame);
  const gone = xOf(reach[reach.length - 1] as number, frame);
  canvas.fillStyle = palette.runs;
  canvas.fillRect(born, y - 2, Math.max(1, gone - born), 4);
  for (let i = firstAtOrAfter(reach, view.from); i < begin.length && (begin[i] as number) <= view.to; ) {
    const x = xOf(begin[i] as number, frame);
    const to = xOf(end[i] as number, frame);
    const kind = (state[i] as number) & STATE.kind;
    if (kind !== STATE.mark) drawCall(frame, lane, i, x, to, y, barHeight(frame));
    // Skip to the next event that ends beyond this pixel.
    const covered = kind === STATE.mark ? 0 : timeAt(Math.floor(Math.max(x, to)) + 1, frame);
    i = firstAtOrAfter(reach, covered, i + 1);
  }
  drawOver(frame, lane, y);
}

function drawCall(frame: Frame, lane: ColumnLane, index: number, x: number, to: number, y: number, high: number): void {
  const { canvas, columns, palette } = frame;
  const width = Math.max(1, to - x);
  if (((lane.state[index] as number) & STATE.kind) === STATE.blocked) {
    // Outlined and pale: the thread sleeps.
    canvas.fillStyle = palette.page;
    canvas.fillRect(x, y - high / 2, width, high);
    canvas.fillStyle = palette.blocked;
    canvas.globalAlpha = 0.25;
    canvas.fillRect(x, y - high / 2, width, high);
    canvas.globalAlpha = 1;
    canvas.strokeStyle = palette.blocked;
    canvas.strokeRect(x + 0.5, y - high / 2 + 0.5, Math.max(0, width - 1), high - 1);
  } else {
    canvas.fillStyle = palette.call;
    canvas.fillRect(x, y - high / 2, width, high);
  }
  const name = columns.names[columns.nameOf[lane.text[index] as number] as number] as string;
  const shown = Math.max(x, LABEL_WIDTH);
  if (high < 12 || to - shown < 7 * name.length + 8) return;
  canvas.fillStyle = palette.text;
  canvas.fillText(name, shown + 4, y);
}

/** Marks are tall, calls in a handler lower than the call around them; one of each for a pixel. */
function drawOver(frame: Frame, lane: ColumnLane, y: number): void {
  const { canvas, view, palette } = frame;
  const high = barHeight(frame) + 6;
  let [marked, called] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const index of lane.over) {
    if ((lane.end[index] as number) < view.from || (lane.begin[index] as number) > view.to) continue;
    const x = xOf(lane.begin[index] as number, frame);
    const to = xOf(lane.end[index] as number, frame);
    if (((lane.state[index] as number) & STATE.kind) !== STATE.mark) {
      if (to >= called + 1) drawCall(frame, lane, index, x, to, y, high - 12);
      called = Math.max(called, to);
    } else if (x >= marked + 1) {
      canvas.fillStyle = palette.mark;
      canvas.fillRect(x - 1, y - high / 2, 2, high);
      marked = x;
    }
  }
}
