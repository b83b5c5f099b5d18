import { afterEach, expect, test, vi } from 'vitest';
import { lessons } from '../../src/course/registry.ts';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import { Take } from '../../src/stage/take.ts';

const [lesson] = lessons;
if (lesson === undefined) throw new Error('there is no lesson');

const step = (play: WalkStep['play']): WalkStep => ({
  title: '',
  say: '',
  predict: { question: '', choices: ['yes', 'no'], answer: 0 },
  proves: '',
  play,
});

afterEach(() => {
  vi.restoreAllMocks();
});

const gone = (pid: number): Promise<true | null> =>
  until(() => ['Z', null].includes(processInfo(pid)?.state ?? null), 10_000);

test('a play that never ends is ended at a deadline, with its programs, and counts as red', async () => {
  let pid = 0;
  const waits = step(async (stage) => {
    pid = (await stage.start('server.ts')).pid;
    stage.claim(true, 'it listens');
    await new Promise(() => {});
  });
  const take = new Take(lesson, waits, { withinMs: 2000 });
  await take.settled;
  expect(take.red).toEqual(['this step plays to its end: it still waited after 2 seconds']);
  expect(take.over).toBe(true);
  expect(pid === 0 || (await gone(pid))).toBe(true);
});

test('a play that throws is red, and so is a claim that does not hold', async () => {
  const take = new Take(
    lesson,
    step(async (stage) => {
      stage.claim(false, 'one is two');
      throw new Error('no luck');
    }),
  );
  await take.settled;
  expect(take.red).toEqual(['one is two', 'this step plays to its end: no luck']);
});

test('a play that is ended sends no more messages, and programs that it starts afterwards are ended', async () => {
  let goOn = (): void => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let pid = 0;
  let late = 'nothing';
  const told: unknown[] = [];
  const endless = step(async (stage) => {
    pid = (await stage.start('server.ts')).pid;
    stage.claim(true, 'it listens');
    await pause;
    stage.claim(true, 'too late');
    late = await stage.start('server.ts').then(
      (server) => `pid ${server.pid}`,
      (error: Error) => error.message,
    );
  });
  const take = new Take(lesson, endless, { onTold: (one) => told.push(one) });
  expect(await until(() => take.told.length === 1, 30_000)).toBe(true);
  const ended = take.end();
  goOn();
  await ended;
  await take.settled;
  expect(await gone(pid)).toBe(true);
  expect(late).toBe('the stage has ended');
  expect(told).toEqual([{ kind: 'claim', holds: true, text: 'it listens' }]);
});

test('a program that is being started when the play is ended is ended, too', async () => {
  let pid = 0;
  let ended: Promise<void> | undefined;
  const launch = ObservedProgram.launch.bind(ObservedProgram);
  vi.spyOn(ObservedProgram, 'launch').mockImplementation(async (...args) => {
    ended = take.end();
    const program = await launch(...args);
    pid = program.pid;
    return program;
  });
  const endless = step(async (stage) => {
    await stage.launch('server.ts');
    await new Promise(() => {});
  });
  const take = new Take(lesson, endless);
  expect(await until(() => pid !== 0, 30_000)).toBe(true);
  await ended;
  expect(await gone(pid)).toBe(true);
});
