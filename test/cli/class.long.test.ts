import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bwrapProblem } from '../../src/class/cage.ts';
import { PROJECT } from '../../src/host/project.ts';
import { installed } from '../support/installed.ts';
import { Copy, firstLesson } from './fixture.ts';

const copy = new Copy();
/** For a class of two and the references, on a machine with much else to do. */
const GRADING = 900_000;

beforeAll(() => copy.solve(firstLesson()));
afterAll(() => copy.remove());

test('npm run grade without a folder grades my own lessons', { timeout: GRADING }, async () => {
  const { status, out } = await copy.run(['grade', '01', 'json=mine.json']);
  expect(out).toMatch(/ +100 +100\/100\n/);
  expect(out).toContain('cage: none');
  expect(status).toBe(0);
  const report = JSON.parse(readFileSync(copy.path('mine.json'), 'utf8')) as { submissions: unknown[] };
  expect(report.submissions[0]).toMatchObject({
    earned: 100,
    points: 100,
    lessons: [{ lesson: '01', untouched: false }],
  });
});

describe('a class, with half of the graded tests, which are enough to see who has points', () => {
  beforeAll(() => {
    copy.write(
      'test/lesson01/graded.test.ts',
      "import './listening.ts';\nimport './accepting.ts';\nimport './echoing.ts';\n",
    );
  });

  test('a folder of submissions is graded one by one; a folder without lessons gets no points, and a note', {
    timeout: GRADING,
  }, async () => {
    mkdirSync(copy.path('class/ann/lessons/01-blocking-server'), { recursive: true });
    mkdirSync(copy.path('class/bob'), { recursive: true });
    const { status, out } = await copy.run(['grade', 'class', '01', 'cage=none', '--text', 'class-feedback']);
    expect(out).toMatch(/ann +\? +0\/\d+\n bob +\? +0\/\d+|bob +\? +0\/\d+\n ann +\? +0\/\d+/);
    expect(out).toMatch(/2 without any lesson: (ann, bob|bob, ann)\./);
    expect(status).toBe(1); // no submission has a lesson
    expect(copy.read('class-feedback/bob.txt')).toContain('there is no folder of lessons in it');
    expect(copy.read('class-feedback/ann.txt')).toContain('no TypeScript file in a folder 01-blocking-server');
  });

  test('a folder named like a lesson is a submission; an archive beside the folders is reported as not graded', {
    timeout: GRADING,
  }, async () => {
    for (const name of ['01-ann', '02-bob'])
      cpSync(copy.path('solutions/01-blocking-server'), copy.path(`teams/${name}/lessons/01-blocking-server`), {
        recursive: true,
      });
    writeFileSync(copy.path('teams/03-eve.zip'), 'PK');
    const { status, out } = await copy.run(['grade', 'teams', '01', 'cage=none']);
    for (const name of ['01-ann', '02-bob']) expect(out).toMatch(new RegExp(`${name} +(\\d+) +\\1/\\1\n`));
    expect(out).toContain('not graded, because it is no folder: 03-eve.zip');
    expect(status).toBe(0);
  });

  test('grade help prints the usage', async () => {
    for (const word of ['--help', '-h', 'help']) {
      const { status, out } = await copy.run(['grade', word]);
      expect([status, out.includes('grading/README.md')]).toEqual([0, true]);
    }
  });

  test.each([
    [['/nowhere'], '/nowhere is not a folder.'],
    [['class', 'json'], 'json needs a value: json=…'],
    [['class', '--junit'], 'junit needs a value: junit=…'],
    [['class', 'colour=red'], 'grade has no option "colour": there are json'],
    [['class', 'jobs=none'], 'jobs is a number from 1 to 64.'],
    [['class', 'cage=iron'], 'There is no cage "iron": there are bwrap, container, none.'],
    [['', '01'], 'An empty word names no folder.'],
    [['class', 'other'], 'what is "other"?'],
    [['class', '42'], 'There is no lesson 42: there are 01, 02'],
    [['class', '01', 'json=nowhere/grades.json'], 'json=nowhere/grades.json cannot be written: there is no folder'],
    [['class', '01', 'json=class'], 'json=class cannot be written: it is a folder.'],
    [['class', '01', 'text=package.json/ann.txt'], 'is no folder.'],
  ])('grade %j ends with status 2 and one sentence', async (args, sentence) => {
    mkdirSync(copy.path('class/ann/lessons/01-blocking-server'), { recursive: true });
    const { status, err } = await copy.run(['grade', ...args]);
    expect([status, err.trimEnd().split('\n').length]).toEqual([2, 1]);
    expect(err).toContain(sentence);
  });

  const anybody = [
    '--reuid=64300',
    '--regid=64300',
    '--clear-groups',
    '--',
    'test',
    '-r',
    join(PROJECT, 'package.json'),
  ];
  const CONTAINED = 'test/cli/class.long.test.ts, cage=container';
  const helpers = ['setpriv', 'prlimit'].every((name) => installed(name, CONTAINED));
  const others = helpers && process.getuid?.() === 0 && spawnSync('setpriv', anybody).status === 0;
  if (helpers && !others)
    process.stderr.write(
      `${CONTAINED}: skipped, only root can become another user, who must be able to read the lab\n`,
    );

  test.skipIf(!others)(
    'in a container the tests run as a user who cannot change the lab, and they pass',
    async () => {
      chmodSync(copy.folder, 0o755);
      cpSync(copy.path('solutions/05-sticky-packets'), copy.path('contained/ann/05-sticky-packets'), {
        recursive: true,
      });
      const { status, out } = await copy.run(['grade', 'contained', '05', 'cage=container']);
      expect(out).toMatch(/ann +100 +100\/100\n/);
      expect(status).toBe(0);
    },
    GRADING,
  );

  const problem = bwrapProblem();
  if (problem !== null) process.stderr.write(`a test of cage=bwrap is skipped: ${problem}\n`);

  test.skipIf(problem !== null)(
    'a Node in a folder that others may not enter, and a umask that lets nobody read, cost nobody points',
    async () => {
      cpSync(copy.path('solutions/05-sticky-packets'), copy.path('private/ann/05-sticky-packets'), { recursive: true });
      mkdirSync(copy.path('bin'), { mode: 0o700 });
      copyFileSync(process.execPath, copy.path('bin/node'));
      const node = ['sh', '-c', 'umask 077; exec "$0" "$@"', copy.path('bin/node')];
      const { status, out } = await copy.run(['grade', 'private', '05', 'cage=bwrap'], '', node);
      expect(out).toMatch(/ann +100 +100\/100\n/);
      expect(status).toBe(0);
    },
    GRADING,
  );

  const caged = [...(others ? ['container'] : []), ...(others && problem === null ? ['bwrap'] : [])];

  // The built tests are read by the runner, net.ts by the programs under test alone.
  test.each([
    ...caged.map((cage) => [cage, 'src/program/net.ts'] as const),
    ...(others ? [['container', '.lab/cli'] as const] : []),
  ])(
    'cage=%s: a lab with a %s that its user cannot read grades nobody, and says why',
    { timeout: GRADING },
    async (cage, file) => {
      mkdirSync(copy.path('unread/ann/lessons/01-blocking-server'), { recursive: true });
      const { mode } = statSync(copy.path(file));
      chmodSync(copy.path(file), 0o600);
      try {
        const { status, out, err } = await copy.run(['grade', 'unread', '01', `cage=${cage}`]);
        expect(err).toMatch(/nothing was graded/i);
        expect([status, out.includes('ann'), err.trimEnd().split('\n').length]).toEqual([1, false, 1]);
      } finally {
        chmodSync(copy.path(file), mode);
      }
    },
  );

  test('a reference that does not get all points grades nobody', { timeout: GRADING }, async () => {
    const path = 'solutions/01-blocking-server/server.ts';
    const whole = copy.read(path);
    copy.write(path, whole.replace('subarray(0, n)', 'subarray(0)'));
    mkdirSync(copy.path('class/ann/lessons/01-blocking-server'), { recursive: true });
    try {
      const { status, out, err } = await copy.run(['grade', 'class', '01', 'cage=none', 'json=unproved.json']);
      expect(err).toMatch(
        /^Nothing was graded, because the reference of lesson 01 fails in the cage "none": \d\d? of \d\d points, "[^"]+": .+\n$/,
      );
      expect([status, out.includes('ann')]).toEqual([1, false]);
    } finally {
      copy.write(path, whole);
    }
  });

  /** The reference of lesson 01, which kills its test run where `when` holds. */
  function putKiller(folder: string, when: string): void {
    cpSync(copy.path('solutions/01-blocking-server'), copy.path(folder), { recursive: true });
    const path = `${folder}/server.ts`;
    const kill = `if (${when}) process.kill(process.ppid, 'SIGKILL');`;
    copy.write(
      path,
      `import { mkdirSync } from 'node:fs';\n${copy.read(path).replace(/^program\(/m, `${kill}\nprogram(`)}`,
    );
  }

  test('a test run that dies is made once more; where that dies, too, the lesson is not graded', {
    timeout: GRADING,
  }, async () => {
    const first = JSON.stringify(copy.path('first'));
    putKiller('deaths/once/01-blocking-server', `mkdirSync(${first}, { recursive: true }) !== undefined`);
    putKiller('deaths/twice/01-blocking-server', 'mkdirSync !== undefined');
    const { status, out } = await copy.run(['grade', 'deaths', '01', 'cage=none', 'json=deaths.json']);
    expect(out).toMatch(/once +(\d+) +\1\/\1\n/);
    expect(out).toMatch(/twice +n\/g +not graded\n/);
    expect(out).toContain('1 not graded: twice.');
    expect(status).toBe(1);
    const { submissions } = JSON.parse(copy.read('deaths.json')) as { submissions: unknown[] };
    expect(submissions).toMatchObject([
      { name: 'once', graded: true, earned: expect.any(Number) },
      {
        name: 'twice',
        graded: false,
        earned: null,
        lessons: [{ graded: false, earned: null, points: expect.any(Number) }],
      },
    ]);
  });
});
