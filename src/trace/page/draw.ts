import type { Columns } from './columns.ts';
import { drawArrows } from './draw-arrows.ts';
import { drawLane } from './draw-lane.ts';
import type { Choice } from './order.ts';
import type { Palette } from './palette.ts';
import { tickStep, type View } from './view.ts';

export const AXIS_HEIGHT = 26;
export const LABEL_WIDTH = 150;
const LANE_HEIGHT = 34;
/** Browsers limit the height of a canvas. */
const MAX_HEIGHT = 6000;
const LABEL_HEIGHT = 14;

/** The input of one drawing. */
export interface Frame {
  readonly canvas: CanvasRenderingContext2D;
  readonly columns: Columns;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly choice: Choice | null;
}

export const laneHeight = (lanes: number): number => Math.min(LANE_HEIGHT, MAX_HEIGHT / lanes);

export const pictureHeight = (lanes: number): number => AXIS_HEIGHT + Math.ceil(lanes * laneHeight(lanes));

export const barHeight = ({ columns }: Pick<Frame, 'columns'>): number => laneHeight(columns.lanes.length) * 0.54;

export const xOf = (at: number, { view, width }: Pick<Frame, 'view' | 'width'>): number =>
  LABEL_WIDTH + ((at - view.from) / (view.to - view.from)) * (width - LABEL_WIDTH);

export const timeAt = (x: number, { view, width }: Pick<Frame, 'view' | 'width'>): number =>
  view.from + ((x - LABEL_WIDTH) / (width - LABEL_WIDTH)) * (view.to - view.from);

export const middleOf = (lane: number, { columns }: Pick<Frame, 'columns'>): number =>
  AXIS_HEIGHT + (lane + 0.5) * laneHeight(columns.lanes.length);

/** Draws the whole picture. Events outside the screen are skipped, so the time hardly depends on their number. */
export function draw(frame: Frame): void {
  const { canvas, columns, width, height, palette } = frame;
  canvas.clearRect(0, 0, width, height);
  canvas.font = '12px ui-monospace, monospace';
  canvas.textBaseline = 'middle';
  drawAxis(frame);
  canvas.save();
  canvas.beginPath();
  canvas.rect(LABEL_WIDTH, 0, width - LABEL_WIDTH, height);
  canvas.clip();
  for (const lane of columns.lanes.keys()) drawLane(frame, lane);
  drawArrows(frame);
  drawChoice(frame);
  canvas.restore();
  canvas.fillStyle = palette.text;
  let free = 0;
  for (const [index, { label }] of columns.lanes.entries()) {
    const y = middleOf(index, frame);
    if (y < free) continue;
    canvas.fillText(label, 8, y, LABEL_WIDTH - 12);
    free = y + LABEL_HEIGHT;
  }
}

function drawAxis(frame: Frame): void {
  const { canvas, view, width, height, palette } = frame;
  const step = tickStep(view, (width - LABEL_WIDTH) / 90);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) {
    const x = xOf(at, frame);
    canvas.fillStyle = palette.faint;
    canvas.fillRect(x, AXIS_HEIGHT, 1, height);
    const label = `${at.toFixed(digits)} ms`;
    canvas.fillStyle = palette.text;
    if (x + 3 + 7.5 * label.length <= width) canvas.fillText(label, x + 3, AXIS_HEIGHT / 2);
  }
}

function drawChoice(frame: Frame): void {
  const { canvas, columns, choice, palette } = frame;
  const lane = columns.lanes[choice?.lane ?? -1];
  if (choice === null || lane === undefined) return;
  const x = xOf(lane.begin[choice.index] as number, frame);
  const end = xOf(lane.end[choice.index] as number, frame);
  const high = barHeight(frame) + 6;
  canvas.strokeStyle = palette.chosen;
  canvas.lineWidth = 2;
  canvas.strokeRect(x - 2, middleOf(choice.lane, frame) - high / 2, Math.max(4, end - x + 4), high);
  canvas.lineWidth = 1;
}
