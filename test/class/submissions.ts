import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skeletons } from '../../src/course/files/targets.ts';
import type { Lesson } from '../../src/course/lesson.ts';
import { type KnownMistake, makeMistake } from '../../src/course/mistakes/known-mistakes.ts';
import { folderName, lessons, solutionDir } from '../../src/course/registry.ts';
import type { PlannedTest } from '../../src/grading/result.ts';
import { PROJECT } from '../../src/host/project.ts';

/** A class of submissions in a folder, each with the points that it must get. */

/** The tests of lesson 01 that need no server of the learner's. */
const CLIENT_POINTS = 15;

/** Puts a lesson into a submission: the reference, with some files replaced. */
function put(folder: string, lesson: Lesson, files: readonly { file: string; text: string }[]): void {
  const target = join(folder, 'lessons', folderName(lesson));
  mkdirSync(target, { recursive: true });
  for (const { file, text } of files) writeFileSync(join(target, file), text);
}

const reference = (lesson: Lesson): { file: string; text: string }[] =>
  lesson.files.map((file) => ({ file, text: readFileSync(join(solutionDir(lesson), file), 'utf8') }));

/** All lessons solved. */
export function putReference(folder: string): void {
  for (const lesson of lessons) put(folder, lesson, reference(lesson));
}

/** An untouched copy. */
export function putSkeletons(folder: string): void {
  for (const lesson of lessons) put(folder, lesson, skeletons(lesson));
}

/** One lesson solved with a known mistake. */
export const putMistake = (folder: string, lesson: Lesson, known: KnownMistake): void =>
  put(folder, lesson, makeMistake(lesson, known));

/** The points of a lesson when these tests fail and those that need them wait. */
export function pointsWithout(failed: readonly string[], planned: readonly PlannedTest[]): number {
  const lost = new Set(failed);
  for (const { title, needs } of planned) if (needs.some((needed) => lost.has(needed))) lost.add(title);
  return planned.filter(({ title }) => !lost.has(title)).reduce((sum, { points }) => sum + points, 0);
}

interface Hostile {
  /** Null: it ends its own test run, again and again, and is not graded. */
  readonly points: number | null;
  /** Code that the server of lesson 01 runs at its start. */
  readonly code?: string;
  /** The files of lesson 01, when they are not the reference's. */
  readonly put?: (folder: string, lesson: Lesson) => void;
}

const EVERYWHERE = `
  for (const path of ['/lab/test/lesson01/graded.test.ts', '/lab/src/grading/result.ts', '/lab/lessons/01-blocking-server/server.ts', '/lab/node_modules/vitest/vitest.mjs',
    'test/lesson01/graded.test.ts', 'src/grading/result.ts', 'lessons/01-blocking-server/server.ts'])
    for (const change of [() => fs.writeFileSync(path, ''), () => fs.appendFileSync(path, 'x'), () => fs.rmSync(path), () => fs.chmodSync(path, 0o777)])
      try { change(); fs.writeSync(2, 'tampered ' + path); } catch {}`;

const FORGERY = `
  const line = JSON.stringify({ kind: 'end', lessons: [{ lesson: '01' }] });
  const titles = ['listens on 127.0.0.1 at the given port', 'echoes what a client sends'];
  const results = titles.map((title) => JSON.stringify({ kind: 'result', test: { lesson: '01', step: '01.1', title, points: 50, status: 'passed', transcript: [] } }));
  const text = '\\n' + [...results, line].join('\\n') + '\\n';
  for (let fd = 3; fd < 256; fd++) try { fs.writeSync(fd, text); } catch {}
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name) && Number(name) !== process.pid)) {
    for (let fd = 0; fd < 64; fd++) try { fs.appendFileSync('/proc/' + pid + '/fd/' + fd, text); } catch {}
    try { fs.appendFileSync('/proc/' + pid + '/mem', text); } catch {}
    try { fs.readFileSync('/proc/' + pid + '/environ'); } catch {}
  }`;

/** Ends at once where a compiler, which makes the tests, could be written to. */
const COMPILER = `
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)))
    try {
      if (!fs.readFileSync('/proc/' + pid + '/comm', 'utf8').startsWith('esbuild')) continue;
      fs.closeSync(fs.openSync('/proc/' + pid + '/mem', 'r+'));
      process.exit(9);
    } catch {}`;

/** Ends at once where it finds anything of the answers. */
const ANSWERS = `
  for (const path of ['/lab/solutions', '/lab/test/mistakes', '/lab/grading', '/lab/.git'])
    try { if (fs.readdirSync(path).length > 0) process.exit(9); } catch {}
  for (const built of fs.existsSync('/lab/.lab/cli') ? fs.readdirSync('/lab/.lab/cli') : [])
    if (fs.readdirSync('/lab/.lab/cli/' + built).some((name) => name === 'solutions' || name === 'lessons')) process.exit(9);`;

/** Submissions that do harm, on purpose or by accident. Each may lose only its own points. */
export const HOSTILE: Readonly<Record<string, Hostile>> = {
  hangs: { points: CLIENT_POINTS, code: `cp.spawnSync('sleep', ['1000']);` },
  spins: { points: CLIENT_POINTS, code: 'for (;;) {}' },
  'forks-without-end': { points: CLIENT_POINTS, code: `for (;;) try { sys.fork(); } catch {}` },
  'starts-without-end': {
    points: CLIENT_POINTS,
    code: `for (;;) cp.spawn('sh', ['-c', 'sleep 1000 & sleep 1000'], { detached: true, stdio: 'ignore', env: {} }).on('error', () => {});`,
  },
  'eats-memory': { points: CLIENT_POINTS, code: 'const all = []; for (;;) all.push(Buffer.alloc(16 << 20, 1));' },
  'prints-for-ever': { points: CLIENT_POINTS, code: `for (;;) fs.writeSync(1, 'x'.repeat(60_000));` },
  // Its client is built afterwards and finds no space.
  'fills-the-disk': {
    points: 100 - CLIENT_POINTS,
    // One buffer for all writes: new ones take longer than a server has for its start.
    code: `const megabyte = Buffer.alloc(1 << 20, 1);
    for (const path of ['/tmp', '/dev/shm', '/lab/.lab', '/lab/.lab/build', process.env.TMPDIR ?? '/tmp'])
      try { const fd = fs.openSync(path + '/full', 'a'); for (;;) fs.writeSync(fd, megabyte); } catch {}`,
  },
  'kills-everybody': { points: null, code: `process.kill(-1, 'SIGKILL');` },
  'kills-its-parent': { points: null, code: `process.kill(process.ppid, 'SIGKILL');` },
  'kills-its-parents-group': {
    points: null,
    code: `const group = fs.readFileSync('/proc/' + process.ppid + '/stat', 'utf8').split(') ')[1].split(' ')[2]; process.kill(-Number(group), 'SIGKILL');`,
  },
  'stops-everybody': { points: 0, code: `process.kill(-1, 'SIGSTOP');` },
  'stops-its-parent': { points: 0, code: `process.kill(process.ppid, 'SIGSTOP'); for (;;) sys.pause();` },
  'reaches-into-the-compiler': { points: 100, code: COMPILER },
  'looks-for-answers': { points: 100, code: ANSWERS },
  tampers: { points: 100, code: EVERYWHERE },
  forges: {
    points: 0,
    put: (folder, lesson) =>
      put(
        folder,
        lesson,
        skeletons(lesson).map(({ file, text }) => ({ file, text: file === 'server.ts' ? armed(text, FORGERY) : text })),
      ),
  },
  'stays-behind': {
    points: 95, // "leaves nothing behind" finds it
    code: `cp.spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref();`,
  },
  'ends-at-once': { points: CLIENT_POINTS, code: 'process.exit(0);' },
  'does-not-parse': { points: CLIENT_POINTS, code: ')(' },
  'takes-the-reference': {
    points: CLIENT_POINTS,
    put: (folder, lesson) => {
      put(folder, lesson, reference(lesson));
      put(folder, lesson, [
        { file: 'server.ts', text: `export * from '../../solutions/${folderName(lesson)}/server.ts';\n` },
      ]);
    },
  },
  'is-a-link': {
    points: CLIENT_POINTS,
    put: (folder, lesson) => {
      put(folder, lesson, reference(lesson));
      const path = join(folder, 'lessons', folderName(lesson), 'server.ts');
      rmSync(path);
      symlinkSync(join(PROJECT, 'solutions', folderName(lesson), 'server.ts'), path);
    },
  },
  'brings-its-own-lab': {
    points: CLIENT_POINTS,
    put: (folder, lesson) => {
      put(folder, lesson, reference(lesson));
      put(folder, lesson, [{ file: 'server.ts', text: 'process.exit(0);\n' }]);
      cpSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
      mkdirSync(join(folder, 'test', 'lesson01'), { recursive: true });
      writeFileSync(join(folder, 'test', 'lesson01', 'graded.test.ts'), '// nothing is tested\n');
    },
  },
};

const armed = (text: string, code: string): string =>
  `import * as sys from '#sys';\nimport fs from 'node:fs';\nimport cp from 'node:child_process';\n${text.replace(/^program\(/m, `{\n${code}\n}\nvoid [sys, fs, cp];\nprogram(`)}`;

/** Writes the hostile submission of this name. */
export function putHostile(folder: string, name: string): void {
  const [lesson] = lessons;
  const hostile = HOSTILE[name];
  if (lesson === undefined || hostile === undefined) throw new Error(`there is no hostile submission "${name}"`);
  if (hostile.put !== undefined) {
    hostile.put(folder, lesson);
    return;
  }
  const files = reference(lesson).map(({ file, text }) => ({
    file,
    text: file === 'server.ts' ? armed(text, hostile.code ?? '') : text,
  }));
  put(folder, lesson, files);
}
