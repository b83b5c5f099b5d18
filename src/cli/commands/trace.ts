import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT } from '../../kit/project.ts';
import { makeScratch, removeScratch } from '../../kit/scratch.ts';
import type { Lesson } from '../../lab/lesson.ts';
import { linked } from '../../lab/links.ts';
import { folderName, hasSolution } from '../../lab/registry.ts';
import { paint } from '../../lab/render.ts';
import { EXIT, Stop } from '../../lab/stop.ts';
import { chromeTrace } from '../../trace/chrome.ts';
import { htmlPage } from '../../trace/html.ts';
import { laneRows } from '../../trace/lanes.ts';
import type { Trace } from '../../trace/model.ts';
import { readTrace } from '../../trace/read.ts';
import { ending } from '../interrupt.ts';
import { columns, say } from '../terminal.ts';
import { sceneOf } from './demo.ts';

/** More than anybody reads of one trace; the file has all of it. */
const MAX_ROWS = 200;

/** `NN trace [demo] [all]`: plays a demo of the lesson, and draws every system call of every process in it. */
export async function trace(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (!hasSolution(lesson))
    throw new Stop(`A trace is made of the reference, and solutions/${folderName(lesson)} is not here.`);
  const scene = await sceneOf(
    lesson,
    args.find((arg) => arg !== 'all'),
  );
  const folder = makeScratch();
  try {
    const recorded = await record(folder, async () => {
      const { Stage } = await import('../../lab/stage.ts');
      const stage = new Stage(lesson, { say: () => {}, show: () => {}, claim: () => {} });
      // Read before the programs are ended: what they sleep in belongs to the picture.
      let taken: Trace | null = null;
      await ending(
        async () => {
          taken ??= readTrace(folder);
          await stage.end();
        },
        () => scene.play(stage),
      );
      return taken ?? readTrace(folder);
    });
    await draw(lesson, scene, recorded, args.includes('all'));
  } finally {
    removeScratch(folder);
  }
  return EXIT.ok;
}

/** Programs that are started meanwhile write their lanes into the folder. */
async function record<T>(folder: string, work: () => Promise<T>): Promise<T> {
  process.env['LAB_TRACE'] = folder;
  try {
    return await work();
  } finally {
    delete process.env['LAB_TRACE'];
  }
}

async function draw(
  lesson: Lesson,
  scene: { name: string; title: string },
  recorded: Trace,
  all: boolean,
): Promise<void> {
  const rows = laneRows(recorded, Math.max(columns(), Math.min(process.stdout.columns ?? 80, 160)));
  const shown = all ? rows : rows.slice(0, MAX_ROWS);
  say(`\n ${paint.bold(`${lesson.id}  ${scene.title}`)}\n`);
  for (const row of shown) say(row);
  if (shown.length < rows.length) say(paint.dim(`\n ${rows.length - shown.length} rows more: trace ${scene.name} all`));
  const events = recorded.lanes.reduce((sum, lane) => sum + lane.events.length, 0);
  const files = join(PROJECT, '.lab', 'traces', `${lesson.id}-${scene.name}`);
  mkdirSync(dirname(files), { recursive: true });
  writeFileSync(`${files}.json`, chromeTrace(recorded));
  writeFileSync(`${files}.html`, await htmlPage(`${lesson.id}  ${scene.title}`, recorded));
  say(`\n ┃ runs   ┊ sleeps in a call   times in ms`);
  say(
    ` ${events} events of ${recorded.lanes.length} threads, ${recorded.arrows.length} arrows${recorded.dropped > 0 ? `; ${recorded.dropped} events did not fit` : ''}`,
  );
  say(` ${linked(relative(PROJECT, `${files}.html`))} opens in a browser: zoom, and step event by event`);
  say(` ${linked(relative(PROJECT, `${files}.json`))} opens in https://ui.perfetto.dev\n`);
}
