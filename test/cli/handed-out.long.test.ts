import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderName } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { installed } from '../support/installed.ts';
import { Copy, firstLesson } from './fixture.ts';

/** A repository without the solutions, as the lab was handed out before there was `npm run hand-out`. */
const copy = new Copy();
afterAll(() => copy.remove());
for (const name of ['solutions', 'test/mistakes']) rmSync(copy.path(name), { recursive: true });

const file = `lessons/${folderName(firstLesson())}/server.ts`;
const skeleton = copy.read(file);

function commit(message: string): void {
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@localhost', ...args], {
      cwd: copy.folder,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  };
  git('init', '-q');
  git('add', 'lessons');
  git('commit', '-q', '-m', message);
}

test('lessons are graded without the solutions, and commands that need them say so', async () => {
  const graded = await copy.run(['test', '01.1']);
  expect(graded.out).toMatch(/todo|○/);
  for (const [command, sentence] of [
    ['demo', 'Demos run the reference, and solutions/01-blocking-server is not here.'],
    ['walkthrough', 'The walkthrough plays on the reference, and solutions/01-blocking-server is not here.'],
    ['solve', 'The reference, solutions/01-blocking-server, is not here.'],
    ['diff', 'The reference, solutions/01-blocking-server, is not here.'],
  ] as const)
    expect(await copy.lesson('01', command)).toEqual({ status: 1, out: '', err: `${sentence}\n` });
  const skeletons = await copy.run(['skeletons']);
  expect(skeletons.err).toBe('Skeletons are made from the reference, and solutions/01-blocking-server is not here.\n');
});

test.skipIf(!installed('git', 'test/cli/handed-out.long.test.ts, reset'))(
  'reset finds the skeleton in the history of the repository',
  async () => {
    expect((await copy.lesson('01', 'reset', 'yes')).err).toContain('take it from a fresh clone');
    commit('the lab as it was handed out');
    copy.write(file, readFileSync(join(PROJECT, 'solutions', folderName(firstLesson()), 'server.ts'), 'utf8'));
    commit('done');
    expect((await copy.lesson('01', 'reset', 'yes')).status).toBe(0);
    expect(copy.read(file)).toBe(skeleton);
  },
);
