import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/grading/free-port.ts';
import { until } from '../../src/host/wait.ts';
import { rowsOf } from '../../src/kit/kernel/tcp.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Copy, firstLesson, plainEnvironment } from './fixture.ts';

const copy = new Copy();
const server = 'lessons/01-blocking-server/server.ts';

beforeAll(() => copy.solve(firstLesson()));
afterAll(() => copy.remove());

test('npm test -- lesson01 grades, hands options on to vitest, and keeps points of whole lessons only', async () => {
  const { status, out } = await copy.run(['test', 'lesson01', '-t', 'listens on']);
  expect(out).toMatch(/✓ 01\.1 {2}listens on 127\.0\.0\.1 .*8\/8/);
  expect(out).toContain('Only some of the tests were run');
  expect(status).toBe(0);
  expect((await copy.lesson('01')).out).toContain('0/100');
});

test.each([[['test', 'lesson01', '01.2']], [['test', 'lesson01.2']]])(
  'grades one step with its prerequisites: %s',
  async (words) => {
    const { status, out } = await copy.run(words);
    expect(out).toMatch(/✓ 01\.2/);
    expect(out).not.toMatch(/ 01\.5 /);
    expect(out).toContain('Only some of the tests were run');
    expect({ status, out }).toMatchObject({ status: 0 });
  },
);

test.each([
  [['lesson', '01', 'test', '01.9'], /^Name one step: there are 01\.1, .*\n$/],
  [['test', 'lesson01.9'], /^Name one step: there are 01\.1, .*\n$/],
  [['test', 'lesson77.1'], /^There is no lesson77\.1 to grade: .*\n$/],
  [['test', 'lesson01', '--soluton'], /^Unknown option `--soluton`: npm test takes lessons, steps, and .*\n$/],
])('an unknown lesson or step is reported in one sentence: %s', async (words, sentence) => {
  const { status, out, err } = await copy.run(words);
  expect({ status, out, err }).toEqual({ status: 2, out: '', err: expect.stringMatching(sentence) });
});

test('a mistake is named, and the status is 1', async () => {
  copy.write(server, copy.read(server).replace('subarray(0, n)', 'subarray(0)'));
  const { status, out } = await copy.run(['test', '--', '01', '-t', 'echoes what a client sends']);
  expect(out).toMatch(
    /This looks like {2}the whole buffer is echoed, not the\s+bytes\s+that\s+were\s+read\s+\(whole-buffer\)\./,
  );
  expect(status).toBe(1);
  copy.solve(firstLesson());
});

test('a syntax error is reported once, in one sentence with file and line', async () => {
  copy.write(server, `${copy.read(server)}}\n`);
  const lines = copy.read(server).split('\n').length - 1;
  const commands = [
    ['test', 'lesson01'],
    ['lesson', '01', 'test'],
    ['lesson', '01', 'run'],
  ];
  for (const said of await Promise.all(commands.map((args) => copy.run(args)))) {
    expect(said).toEqual({ status: 1, out: '', err: `${server}:${lines}:1: Unexpected "}"\n` });
  }
  copy.solve(firstLesson());
});

test('a run in which no test fits the options says so, and fails', async () => {
  const { status, out, err } = await copy.run(['test', 'lesson01', '-t', 'no such title']);
  expect({ status, out, err }).toEqual({ status: 1, out: '', err: 'No test was run: none fits the options.\n' });
});

test('a lesson that does not exist cannot be graded', async () => {
  const { status, err } = await copy.run(['test', 'lesson77']);
  expect([status, err]).toEqual([2, 'There is no lesson77 to grade: npm run lesson list shows them.\n']);
});

test('run sends standard input to my server and prints the answers', async () => {
  const { status, out, err } = await copy.run(['lesson', '01', 'run'], 'hello\nagain\n');
  expect([status, out]).toEqual([0, 'hello\nagain\n']);
  expect(err).toMatch(/^server │ listening 127\.0\.0\.1:\d+$/m);
  expect(err).toMatch(/^server │ \d+ accepted 127\.0\.0\.1:\d+$/m);
});

test('run passes options on, also as a bare word, and starts other programs by name', async () => {
  const help = await copy.run(['lesson', '01', 'run', 'client', '--help']);
  expect([help.status, help.out]).toEqual([0, expect.stringContaining('Echo client')]);
  const client = await copy.run(['lesson', '01', 'run', 'client', 'port', String(freePort())]);
  expect([client.status, client.err]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
});

test('run of a program that exits before it listens shows its output, and fails', async () => {
  copy.write(server, copy.read(server).replace('  bind(', '  process.exit(3);\n  bind('));
  const { status, err } = await copy.run(['lesson', '01', 'run']);
  expect(err).toContain('Your server exited with status 3 before it listened.');
  expect(status).toBe(1);
  copy.solve(firstLesson());
});

test('a demo of a known mistake shows its failure and then the reference passing', async () => {
  const { status, out } = await copy.lesson('01', 'demo', 'whole-buffer');
  expect(out).toMatch(/✗ 01\.\d[\s\S]*looks like {2}the whole buffer is echoed[\s\S]*✓ 01\.\d/);
  expect(status).toBe(0);
});

test.each(['lesson 01 run', 'mistakes 01'])('nothing survives %s whose npm is killed', async (words) => {
  const command = `"${process.execPath}" tools/start.mjs ${words}; :`;
  const silent = spawn('sleep', ['1000'], { stdio: ['ignore', 'pipe', 'ignore'] }); // an input that does not end with npm
  // As npm starts a script: in a shell of its own.
  const npm = spawn('sh', ['-c', 'sh -c "$0"; :', command], {
    cwd: copy.folder,
    env: { ...plainEnvironment(), npm_lifecycle_event: 'lesson' },
    stdio: [silent.stdout, 'ignore', 'ignore'],
  });
  expect(await until(() => copy.processes().some((pid) => rowsOf(pid).length > 0), PATIENCE_MS)).toBe(true);
  npm.kill('SIGKILL');
  const gone = await until(() => copy.processes().length === 0, PATIENCE_MS);
  silent.kill('SIGKILL');
  for (const pid of copy.processes()) process.kill(pid, 'SIGKILL');
  expect(gone).toBe(true);
});

test.each([
  ['run', 'SIGTERM'],
  ['run', 'SIGKILL'],
  ['test', 'SIGKILL'],
] as const)('nothing survives a %s that is ended by %s', async (name, signal) => {
  const child = copy.start(['lesson', '01', name]);
  const running = await until(() => copy.processes().some((pid) => rowsOf(pid).length > 0), PATIENCE_MS);
  expect(running).not.toBeNull();
  child.kill(signal);
  const gone = await until(() => copy.processes().length === 0, PATIENCE_MS);
  expect({ gone, left: copy.processes() }).toEqual({ gone: true, left: [] });
});
