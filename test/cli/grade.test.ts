import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../src/kit/wait.ts';
import { Copy, firstLesson } from './fixture.ts';

const copy = new Copy();
const server = 'lessons/01-blocking-server/server.ts';

beforeAll(() => copy.solve(firstLesson()));
afterAll(() => copy.remove());

test('npm test -- lesson01 grades, hands options on to vitest, and keeps points of whole lessons only', () => {
  const { status, out } = copy.run(['test', 'lesson01', '-t', 'listens on']);
  expect(out).toMatch(/✓ 01\.1 {2}listens on 127\.0\.0\.1 .*8\/8/);
  expect(out).toContain('Only some of the tests were run');
  expect(status).toBe(0);
  expect(copy.lesson('01').out).toContain('0/100');
});

test('a mistake is named, its question is the first hint, and the status says that something failed', () => {
  copy.write(server, copy.read(server).replace('if (n === 0 || n === null) return;', 'if (n === null) return;'));
  const { status, out } = copy.run(['test', '--', '01', '-t', 'ends the connection when']);
  expect(out).toContain('This looks like  end of file is not noticed (L01-B04).');
  expect(status).toBe(1);
  copy.solve(firstLesson());
});

test('a syntax error is one sentence with file and line, said once', () => {
  copy.write(server, `${copy.read(server)}}\n`);
  const lines = copy.read(server).split('\n').length - 1;
  for (const args of [
    ['test', 'lesson01'],
    ['lesson', '01', 'test'],
    ['lesson', '01', 'run'],
  ]) {
    const { status, out, err } = copy.run(args);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toBe(`${server}:${lines}:1: Unexpected "}"\n`);
  }
  copy.solve(firstLesson());
});

test('a lesson that does not exist cannot be graded', () => {
  const { status, err } = copy.run(['test', 'lesson77']);
  expect([status, err]).toEqual([2, 'There is no lesson77 to grade: npm run lesson list shows them.\n']);
});

test('run carries standard input to my server and its answers back', () => {
  const { status, out, err } = copy.run(['lesson', '01', 'run'], 'hello\nagain\n');
  expect([status, out]).toEqual([0, 'hello\nagain\n']);
  expect(err).toMatch(/^server │ listening 127\.0\.0\.1:\d+$/m);
  expect(err).toMatch(/^server │ \d+ accepted 127\.0\.0\.1:\d+$/m);
});

test('run hands options on, also as a bare word, and starts other programs by name', () => {
  const help = copy.run(['lesson', '01', 'run', 'client', '--help']);
  expect([help.status, help.out]).toEqual([0, expect.stringContaining('Echo client')]);
  const client = copy.run(['lesson', '01', 'run', 'client', 'port', '1']);
  expect([client.status, client.err]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
});

test('run of a program that ends before it listens shows what it said, and fails', () => {
  copy.write(server, copy.read(server).replace('  bind(', '  process.exit(3);\n  bind('));
  const { status, err } = copy.run(['lesson', '01', 'run']);
  expect(err).toContain('Your server exited with status 3 before it listened.');
  expect(status).toBe(1);
  copy.solve(firstLesson());
});

test('a demo of a known mistake shows its failure and then the reference passing', () => {
  const { status, out } = copy.lesson('01', 'demo', 'eof-ignored');
  expect(out).toMatch(/✗ 01\.\d[\s\S]*looks like {2}end of file is not noticed[\s\S]*✓ 01\.\d/);
  expect(status).toBe(0);
});

test.each([
  ['run', 'SIGTERM'],
  ['run', 'SIGKILL'],
  ['test', 'SIGTERM'],
  ['test', 'SIGKILL'],
] as const)('nothing survives a %s that is ended by %s', async (name, signal) => {
  const child = copy.start(['lesson', '01', name]);
  const program = copy.path('.lab/build');
  const running = await until(() => copy.processes().length > 1 && existsSync(program), 20_000);
  expect(running).not.toBeNull();
  child.kill(signal);
  const gone = await until(() => copy.processes().length === 0, 10_000);
  expect({ gone, left: copy.processes() }).toEqual({ gone: true, left: [] });
});
