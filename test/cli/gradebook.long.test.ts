import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { zipOf } from '../class/archives.ts';
import { plainEnvironment } from './fixture.ts';

const folder = makeScratch();
afterAll(() => removeScratch(folder));

/** A command, called in the folder of a teacher. */
function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, 'tools', 'start.mjs'), ...args], {
    cwd: PROJECT,
    env: { ...plainEnvironment(), INIT_CWD: folder },
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const put = (name: string, content: string | Buffer): void => writeFileSync(join(folder, name), content);

const lesson = (earned: number | null) => ({
  lesson: '01',
  title: 'Blocking server',
  earned,
  points: 100,
  untouched: false,
  tests: [{ step: '01.1', status: earned === 100 ? 'passed' : 'failed', failure: { looksLike: 'whole-buffer' } }],
});
const report = (points: Readonly<Record<string, number | null>>): string =>
  JSON.stringify({
    version: 1,
    complete: true,
    found: 2,
    submissions: Object.entries(points).map(([name, earned]) => ({ name, lessons: [lesson(earned)] })),
  });

test('unpack says what it unpacked and what it refused, and fails for the latter', () => {
  mkdirSync(join(folder, 'archives'));
  put('archives/ann.zip', zipOf([{ path: 'server.ts', text: 'mine' }]));
  expect(run('unpack', 'archives', 'one')).toEqual({ status: 0, out: ' 1 submission in one\n', err: '' });
  put('archives/eve.zip', zipOf([{ path: '../server.ts', text: 'mine' }]));
  const { status, out } = run('unpack', 'archives', 'two');
  expect([status, out.split('\n')[1]]).toEqual([
    1,
    ' not unpacked: eve.zip: it has a path that leads out of its folder, "../server.ts".',
  ]);
  expect(run('unpack', 'archives', 'two').err).toBe('two is not empty: name a new folder.\n');
  expect(run('unpack', 'none.zip', 'three').err).toBe('none.zip is not there.\n');
});

test('gradebook prints people and steps, and writes what was asked for', () => {
  put('grades.json', report({ ann: 100, bob: 60 }));
  put(
    'roster.csv',
    'folder,id,name,email,submitted\nann,1,Ann,ann@x,2026-11-30T10:00Z\nbob,2,Bob,bob@x,2026-12-02T10:00Z\n',
  );
  const options = ['roster=roster.csv', 'deadline=2026-11-30T23:59Z', 'percent=20'];
  const files = ['csv=all.csv', 'moodle=moodle.csv', 'canvas=canvas.csv', 'page=class.html'];
  const { status, out, err } = run('gradebook', 'grades.json', ...options, ...files);
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(/Ann +100 +100\n +Bob +36 \(2 d\) +36\n/);
  expect(out).toMatch(/2 graded: 1 with all steps, 0 not begun, 1 on the way\./);
  expect(out).toMatch(/01\.1 {2}█+░+ +1 {2}stops 1/);
  expect(out).toContain('the whole buffer is echoed');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  expect(read('moodle.csv')).toContain('2,Bob,bob@x,36\n');
  expect(read('canvas.csv')).toContain('Bob,,2,bob@x,,36\n');
  expect(read('all.csv')).toContain('2,Bob,bob@x,36,2,bob,36\n');
  expect(read('class.html')).toContain('Where the class is');
});

test('somebody without a grade has no row, is named, and the status is 1', () => {
  put('open.json', report({ ann: null, eve: 60 }));
  const { status, out } = run('gradebook', 'open.json', 'roster=roster.csv', 'moodle=open.csv');
  expect(out).toContain('Nothing handed in, and no row: Bob.');
  expect(out).toContain('Not in the roster, and no row: eve.');
  expect(out).toContain('No grade in every lesson, and no row in what a platform imports: Ann.');
  expect([status, readFileSync(join(folder, 'open.csv'), 'utf8').trim().split('\n').length]).toEqual([1, 1]);
});

test.each([
  [[], 'npm run gradebook -- grades.json'],
  [['roster=roster.csv'], 'Name the JSON report of npm run grade'],
  [['grades.json', 'moodle=m.csv'], 'moodle needs a roster: roster=FILE.'],
  [['grades.json', 'colour=red'], 'gradebook has no option "colour": there are csv'],
  [['grades.json', 'roster=roster.csv', 'deadline=tomorrow'], '"tomorrow" is no time'],
  [['grades.json', 'roster=roster.csv', 'percent=5'], 'grace and percent belong to a deadline'],
  [['grades.json', 'deadline=2026-11-30T23:59'], 'A deadline needs a roster with the times that the platform gives'],
  [['none.json'], 'none.json cannot be read (ENOENT).'],
])('gradebook %j ends with status 2', (args, sentence) => {
  const { status, out, err } = run('gradebook', ...args);
  expect([status, out + err]).toEqual([2, expect.stringContaining(sentence)]);
});
