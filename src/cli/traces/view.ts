import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { PROJECT } from '../../host/project.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { linked } from '../../text/links.ts';
import { paint } from '../../text/paint.ts';
import { table } from '../../text/table.ts';
import { chromeTrace } from '../../trace/chrome.ts';
import type { Differences } from '../../trace/compare.ts';
import { htmlPage } from '../../trace/html.ts';
import { eventCount, type Trace } from '../../trace/model.ts';
import { laneRows } from '../../trace/terminal-lanes.ts';
import { say } from '../terminal/terminal.ts';

/** The most rows in the terminal; the file has all of them. */
const MAX_ROWS = 200;

export interface Drawing {
  readonly lesson: Lesson;
  readonly title: string;
  /** Below .lab/traces/, without the ending. */
  readonly file: string;
  readonly all: boolean;
  /** The command that prints all rows. */
  readonly more: string;
}

/** Prints the lanes of a trace and the paths of its files. */
export async function showTrace(drawing: Drawing, trace: Trace): Promise<void> {
  const title = `${drawing.lesson.id}  ${drawing.title}`;
  // The files first: `| head` may end the command while it prints the lanes.
  const path = fileFor(drawing.file);
  writeFileSync(`${path}.json`, chromeTrace(trace));
  writeFileSync(`${path}.html`, await htmlPage(title, [{ name: drawing.title, trace }]));
  say(`\n ${paint.bold(title)}\n`);
  drawLanes(drawing, trace);
  legend();
  counts(trace);
  say(` ${pathText(`${path}.html`)} opens in a browser: zoom, and step event by event`);
  say(` ${pathText(`${path}.json`)} opens in https://ui.perfetto.dev\n`);
}

/** Prints the differences between two traces of one scene, then both traces. */
export async function showBoth(drawing: Drawing, traces: readonly [Trace, Trace], differ: Differences): Promise<void> {
  const names = [differ.left, differ.right] as const;
  const title = `${drawing.lesson.id}  ${drawing.title}: ${names.join(' and ')}`;
  const path = fileFor(drawing.file);
  const pictures = traces.map((trace, i) => ({ name: names[i] as string, trace }));
  writeFileSync(`${path}.html`, await htmlPage(title, pictures, differ));
  say(`\n ${paint.bold(title)}\n`);
  for (const line of differenceLines(differ, columns())) say(line);
  for (const [i, trace] of traces.entries()) {
    say(`\n ${paint.bold(names[i])}\n`);
    drawLanes(drawing, trace);
    counts(trace);
  }
  legend();
  say(` ${pathText(`${path}.html`)} opens in a browser: both pictures on one scale\n`);
}

function drawLanes({ all, more }: Drawing, trace: Trace): void {
  const width = Math.max(columns(), Math.min(process.stdout.columns ?? 80, 160));
  const { rows, left } = laneRows(trace, width, all ? Number.POSITIVE_INFINITY : MAX_ROWS);
  for (const row of rows) say(row);
  if (left > 0) say(paint.dim(`\n ${left} rows more: ${more}`));
}

const legend = (): void =>
  say(
    `\n${paragraph('┃ runs   ┊ sleeps in a call, 0.5 ms or more (on a busy machine it may only wait for a CPU)   times in ms', columns(), 1)}`,
  );

function counts(trace: Trace): void {
  const arrows = trace.arrows.length;
  const lost = trace.dropped > 0 ? `; ${trace.dropped} events did not fit` : '';
  say(` ${eventCount(trace)} events of ${number(trace.lanes.length, 'thread')}, ${number(arrows, 'arrow')}${lost}`);
}

const number = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function fileFor(name: string): string {
  const path = join(PROJECT, '.lab', 'traces', name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

const pathText = (path: string): string => linked(relative(PROJECT, path));

/** What differs between two traces, as a table. */
function differenceLines({ left, right, rows }: Differences, width: number): string[] {
  if (rows.length === 0) return [paragraph(`${left} and ${right} make the same calls, as often.`, width, 1)];
  const cells = rows.map((row) => [row.what, row.left, row.right]);
  return table([['', left, right], ...cells], width, { head: true, indent: 1 });
}
