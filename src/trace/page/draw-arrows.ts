import { ARROWS } from '../arrow-kinds.ts';
import type { ArrowGroup } from './columns.ts';
import { barHeight, type Frame, LABEL_WIDTH, middleOf, timeAt, xOf } from './draw.ts';
import { firstAtOrAfter } from './view.ts';

/** Arrows between the same lanes that are closer than this, in pixels, are drawn as one. */
const APART = 4;
const MOST_LABELS = 60;
const HEAD = 6;

/** Ends far outside the picture are clipped: otherwise the canvas computes all dashes of the invisible part. */
const FAR = 500;

export function drawArrows(frame: Frame): void {
  const labels: Label[] = [];
  for (const group of frame.columns.arrows) drawGroup(frame, group, labels);
  drawLabels(frame, labels);
}

interface Label {
  readonly text: string;
  readonly color: string;
  readonly x: number;
  readonly y: number;
}

function drawGroup(frame: Frame, group: ArrowGroup, labels: Label[]): void {
  const { canvas, view, width, palette } = frame;
  const { dash, width: thick, name } = ARROWS[group.kind];
  const color = palette.arrows[group.kind];
  const half = barHeight(frame) / 2;
  const down = Math.sign(group.to - group.from);
  const y1 = middleOf(group.from, frame) + down * half;
  const y2 = middleOf(group.to, frame) - (down === 0 ? half : down * half);
  const inside = (x: number): number => Math.min(Math.max(x, -FAR), width + FAR);
  canvas.strokeStyle = color;
  canvas.fillStyle = color;
  canvas.lineWidth = thick;
  canvas.setLineDash([...dash]);
  const heads: number[] = [];
  canvas.beginPath();
  for (let i = firstAtOrAfter(group.reach, view.from); i < group.leaves.length; ) {
    const leaves = group.leaves[i] as number;
    const arrives = group.arrives[i] as number;
    if (leaves > view.to) break;
    const [x1, x2] = [inside(xOf(leaves, frame)), inside(xOf(arrives, frame))];
    if (arrives >= view.from) {
      const bend = down === 0 ? y1 - 2 * half : (y1 + y2) / 2;
      canvas.moveTo(x1, down === 0 ? y2 : y1);
      canvas.bezierCurveTo(x1, bend, x2, bend, x2, y2 - down * HEAD);
      heads.push(x2);
      labels.push({ text: name, color, x: (x1 + x2) / 2 + 5, y: bend });
    }
    i = Math.max(i + 1, firstAtOrAfter(group.leaves, timeAt(xOf(leaves, frame) + APART, frame), i + 1));
  }
  canvas.stroke();
  canvas.setLineDash([]);
  canvas.lineWidth = 1;
  const point = down === 0 ? 1 : down;
  canvas.beginPath();
  for (const x of heads) {
    canvas.moveTo(x, y2);
    canvas.lineTo(x - HEAD * 0.6, y2 - point * HEAD);
    canvas.lineTo(x + HEAD * 0.6, y2 - point * HEAD);
    canvas.closePath();
  }
  canvas.fill();
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

const near = (label: Label, placed: Placed, room: number): boolean =>
  Math.abs(placed.y - label.y) < 14 && placed.x - label.x < room && label.x - placed.x < placed.room;

/** Names beside the arrows, where they do not cover each other. */
function drawLabels({ canvas, palette, width }: Frame, labels: readonly Label[]): void {
  const placed: Label[] = [];
  canvas.lineWidth = 4;
  canvas.strokeStyle = palette.page;
  for (const one of labels) {
    if (placed.length >= MOST_LABELS) break;
    const room = 7 * one.text.length + 10;
    const label = { ...one, x: Math.min(Math.max(one.x, LABEL_WIDTH + 5), width - room) };
    if (placed.some(({ x, y, text }) => near(label, { x, y, room: 7 * text.length + 10 }, room))) continue;
    placed.push(label);
    canvas.strokeText(label.text, label.x, label.y);
    canvas.fillStyle = label.color;
    canvas.fillText(label.text, label.x, label.y);
  }
  canvas.lineWidth = 1;
}
