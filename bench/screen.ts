import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { folderName, lessons } from '../src/course/registry.ts';
import { Copy, plainEnvironment } from '../test/cli/fixture.ts';

/**
 * The waiting times of a learner: the first screen, against npm running an empty TypeScript file; and in watch mode the time
 * from a save to the first verdict and to the verdict on the whole step, for each step of lessons 01 to 06. Exits 1 above a bar.
 * Arguments choose steps: `03` or `03.1`.
 */
const PAINT_BAR = 2;
const PAINT_ROUNDS = 9;
const VERDICT_BAR_MS = 2000;
const WATCHED = lessons.slice(0, 6);
const chosen = process.argv.slice(2);

const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const copy = new Copy();
process.on('exit', () => copy.remove());
let worst = 0;

function paint(): void {
  mkdirSync(copy.path('empty'));
  writeFileSync(copy.path('empty/empty.ts'), '');
  const scripts = { scripts: { empty: 'node --import tsx empty.ts' }, private: true, type: 'module' };
  writeFileSync(copy.path('empty/package.json'), JSON.stringify(scripts));
  const time = (cwd: string, ...words: string[]): number => {
    const began = performance.now();
    const { status } = spawnSync('npm', ['run', '-s', ...words], { cwd, env: plainEnvironment(), stdio: 'ignore' });
    if (status !== 0) throw new Error(`npm run ${words.join(' ')} ended with status ${status}`);
    return performance.now() - began;
  };
  const times = { empty: [] as number[], list: [] as number[], overview: [] as number[] };
  for (let round = 0; round < PAINT_ROUNDS; round++) {
    times.empty.push(time(copy.path('empty'), 'empty'));
    times.list.push(time(copy.folder, 'lesson', 'list'));
    times.overview.push(time(copy.folder, 'lesson', lessons.at(-1)?.id ?? ''));
  }
  for (const name of ['list', 'overview'] as const) {
    const ratio = median(times[name]) / median(times.empty);
    if (ratio > PAINT_BAR) worst = 1;
    say(
      `first paint, ${name.padEnd(8)} ${median(times[name]).toFixed(0)} ms against ${median(times.empty).toFixed(0)} ms   ratio ${ratio.toFixed(2)} (bar ${PAINT_BAR})`,
    );
  }
}

/** The output of a program, and the times at which a pattern appeared in it. */
function listen(child: ChildProcess): { wait(text: RegExp, from: number): Promise<number>; length(): number } {
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const wait = async (text: RegExp, from: number): Promise<number> => {
    const deadline = performance.now() + 120_000;
    while (!text.test(out.slice(from))) {
      if (performance.now() > deadline) throw new Error(`no ${text} came: ${out.slice(from)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return performance.now();
  };
  return { wait, length: () => out.length };
}

async function watchStep(lesson: (typeof lessons)[number], step: string): Promise<{ first: number; all: number }> {
  const child = spawn(process.execPath, [copy.path('tools/start.mjs'), 'lesson', lesson.id, 'watch', step], {
    cwd: copy.folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const { wait, length } = listen(child);
    await wait(/save to grade/, 0);
    await new Promise((resolve) => setTimeout(resolve, 1500)); // time for the next runner to load
    const file = `lessons/${folderName(lesson)}/${lesson.files[0]}`;
    const from = length();
    const saved = performance.now();
    copy.write(file, `${copy.read(file)}// saved\n`);
    const first = (await wait(new RegExp(`[✓✗○] ${step.replace('.', '\\.')}`), from)) - saved;
    const all = (await wait(/is complete|grading the whole/, from)) - saved;
    return { first, all };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
}

if (chosen.length === 0) paint();
for (const lesson of WATCHED) {
  copy.solve(lesson);
  for (const { id } of lesson.steps) {
    if (chosen.length > 0 && !chosen.some((word) => id.startsWith(word))) continue;
    const { first, all } = await watchStep(lesson, id);
    if (all > VERDICT_BAR_MS) worst = 1;
    say(
      `watch ${id}   first verdict ${first.toFixed(0).padStart(5)} ms   on the whole step ${all.toFixed(0).padStart(5)} ms (bar ${VERDICT_BAR_MS})`,
    );
  }
}
process.exitCode = worst;
