import { type Arrow, endOf, isBlocked, type Lane, lastSeen, type Trace, type TraceEvent } from '../model.ts';
import { firstVisible, tickStep, type View } from './view.ts';

export const LANE_HEIGHT = 34;
export const AXIS_HEIGHT = 26;
export const LABEL_WIDTH = 150;
const BAR_HEIGHT = 18;

export interface Colors {
  readonly text: string;
  readonly faint: string;
  readonly runs: string;
  readonly call: string;
  readonly blocked: string;
  readonly mark: string;
  readonly chosen: string;
  readonly arrows: Readonly<Record<Arrow['kind'], string>>;
}

/** The event that is chosen, by its lane and place there. */
export interface Choice {
  readonly lane: number;
  readonly index: number;
}

export const xOf = (at: number, view: View, width: number): number =>
  LABEL_WIDTH + ((at - view.from) / (view.to - view.from)) * (width - LABEL_WIDTH);

export const timeAt = (x: number, view: View, width: number): number =>
  view.from + ((x - LABEL_WIDTH) / (width - LABEL_WIDTH)) * (view.to - view.from);

const middleOf = (lane: number): number => AXIS_HEIGHT + lane * LANE_HEIGHT + LANE_HEIGHT / 2;

/** The whole picture, anew: what is not on the screen is passed over, so the number of events hardly matters. */
export function draw(
  canvas: CanvasRenderingContext2D,
  trace: Trace,
  view: View,
  size: { readonly width: number; readonly height: number },
  colors: Colors,
  choice: Choice | null,
): void {
  const { width, height } = size;
  canvas.clearRect(0, 0, width, height);
  canvas.font = '12px ui-monospace, monospace';
  canvas.textBaseline = 'middle';
  drawAxis(canvas, view, width, height, colors);
  canvas.save();
  canvas.beginPath();
  canvas.rect(LABEL_WIDTH, 0, width - LABEL_WIDTH, height);
  canvas.clip();
  for (const [index, lane] of trace.lanes.entries()) drawLane(canvas, trace, lane, index, view, width, colors);
  for (const arrow of trace.arrows) drawArrow(canvas, arrow, view, width, colors);
  if (choice !== null) drawChoice(canvas, trace, choice, view, width, colors);
  canvas.restore();
  canvas.fillStyle = colors.text;
  for (const [index, lane] of trace.lanes.entries()) canvas.fillText(laneName(lane), 8, middleOf(index));
}

export const laneName = (lane: Lane): string =>
  lane.pid === lane.tid ? `${lane.program.replace(/\.ts$/, '')} ${lane.pid}` : `  thread ${lane.tid}`;

function drawAxis(canvas: CanvasRenderingContext2D, view: View, width: number, height: number, colors: Colors): void {
  const step = tickStep(view, (width - LABEL_WIDTH) / 90);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
    const x = xOf(at, view, width);
    canvas.fillStyle = colors.faint;
    canvas.fillRect(x, AXIS_HEIGHT, 1, height);
    canvas.fillStyle = colors.text;
    canvas.fillText(`${at.toFixed(digits)} ms`, x + 3, AXIS_HEIGHT / 2);
  }
}

function drawLane(
  canvas: CanvasRenderingContext2D,
  trace: Trace,
  lane: Lane,
  index: number,
  view: View,
  width: number,
  colors: Colors,
): void {
  const { events } = lane;
  const first = events[0];
  if (first === undefined) return;
  const y = middleOf(index);
  const born = xOf(first.begin, view, width);
  const gone = xOf(Math.min(lastSeen(lane), trace.end), view, width);
  canvas.fillStyle = colors.runs;
  canvas.fillRect(born, y - 2, Math.max(1, gone - born), 4);
  let painted = Number.NEGATIVE_INFINITY;
  for (let i = firstVisible(events, view.from); i < events.length; i++) {
    const event = events[i] as TraceEvent;
    if (event.begin > view.to) break;
    const x = xOf(event.begin, view, width);
    const end = xOf(endOf(event, trace), view, width);
    if (end < painted + 0.5) continue; // a pixel that has its bar already
    painted = end;
    drawEvent(canvas, event, x, end, y, colors);
  }
}

function drawEvent(
  canvas: CanvasRenderingContext2D,
  event: TraceEvent,
  x: number,
  end: number,
  y: number,
  colors: Colors,
): void {
  if (event.kind === 'mark') {
    canvas.fillStyle = colors.mark;
    canvas.fillRect(x - 1, y - BAR_HEIGHT / 2 - 3, 2, BAR_HEIGHT + 6);
    return;
  }
  const blocked = isBlocked(event);
  const width = Math.max(1, end - x);
  if (blocked) {
    // Outlined and pale: nobody works here.
    canvas.fillStyle = colors.blocked;
    canvas.globalAlpha = 0.25;
    canvas.fillRect(x, y - BAR_HEIGHT / 2, width, BAR_HEIGHT);
    canvas.globalAlpha = 1;
    canvas.strokeStyle = colors.blocked;
    canvas.strokeRect(x + 0.5, y - BAR_HEIGHT / 2 + 0.5, Math.max(0, width - 1), BAR_HEIGHT - 1);
  } else {
    canvas.fillStyle = colors.call;
    canvas.fillRect(x, y - BAR_HEIGHT / 2, width, BAR_HEIGHT);
  }
  if (width < 7 * event.name.length + 8) return;
  canvas.fillStyle = colors.text;
  canvas.fillText(event.name, Math.max(x, LABEL_WIDTH) + 4, y);
}

function drawArrow(canvas: CanvasRenderingContext2D, arrow: Arrow, view: View, width: number, colors: Colors): void {
  if (arrow.to.at < view.from || arrow.from.at > view.to) return;
  const [x1, x2] = [xOf(arrow.from.at, view, width), xOf(arrow.to.at, view, width)];
  const [y1, y2] = [middleOf(arrow.from.lane), middleOf(arrow.to.lane)];
  canvas.strokeStyle = colors.arrows[arrow.kind];
  canvas.fillStyle = colors.arrows[arrow.kind];
  canvas.lineWidth = 1.5;
  canvas.beginPath();
  canvas.moveTo(x1, y1);
  canvas.bezierCurveTo(x1 + 12, y1, x2 - 12, y2, x2, y2);
  canvas.stroke();
  canvas.beginPath();
  canvas.arc(x2, y2, 3, 0, 2 * Math.PI);
  canvas.fill();
  canvas.lineWidth = 1;
}

function drawChoice(
  canvas: CanvasRenderingContext2D,
  trace: Trace,
  choice: Choice,
  view: View,
  width: number,
  colors: Colors,
): void {
  const event = trace.lanes[choice.lane]?.events[choice.index];
  if (event === undefined) return;
  const x = xOf(event.begin, view, width);
  const end = xOf(endOf(event, trace), view, width);
  canvas.strokeStyle = colors.chosen;
  canvas.lineWidth = 2;
  canvas.strokeRect(x - 2, middleOf(choice.lane) - BAR_HEIGHT / 2 - 3, Math.max(4, end - x + 4), BAR_HEIGHT + 6);
  canvas.lineWidth = 1;
}
