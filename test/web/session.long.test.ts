import { expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { processInfo } from '../../src/kit/kernel/proc.ts';
import type { PageState } from '../../src/web/protocol.ts';
import { Session } from '../../src/web/session.ts';
import { lessonOf, stepOf, walkthroughOf } from './fixture.ts';

const PATIENCE_MS = 100_000;

/** Plays one step of a lesson, and returns the resulting state. */
async function played(id: string, step: number): Promise<PageState> {
  const session = new Session(lessonOf(id), await walkthroughOf(id), () => {});
  session.act({ do: 'go', step });
  session.act({ do: 'run', step, choice: 0 });
  expect(session.state.phase).toBe('playing');
  expect(session.state.reveal).toBeNull();
  expect(await until(() => session.state.phase === 'done', PATIENCE_MS)).toBe(true);
  const { state } = session;
  await session.end();
  expect(state.told.filter((told) => told.kind === 'claim' && !told.holds)).toEqual([]);
  return state;
}

test('has the processes, the calls in which they sleep, and both ends of their connections', async () => {
  const { kernel, programs, lanes, chosen, reveal } = await played('02', 0);
  expect([chosen, reveal?.answer]).toEqual([0, 0]);
  const [parent, ...children] = kernel?.processes ?? [];
  expect(parent?.pid).toBe(programs[0]?.pid);
  expect(children.map(({ ppid, blockedIn }) => [ppid, blockedIn?.replace(/\d+/, '')])).toEqual([
    [parent?.pid, 'read()'],
    [parent?.pid, 'read()'],
  ]);
  const [listener, ...ends] = kernel?.sockets ?? [];
  expect([listener?.state, listener?.remote]).toEqual(['LISTEN', 0]);
  expect(ends.map(({ state }) => state)).toEqual(Array(4).fill('ESTABLISHED'));
  expect(ends.map(({ heldBy }) => heldBy.replace(/\d+/g, 'n'))).toEqual(['n fd n', 'client', 'n fd n', 'client']);
  expect(lanes?.lanes.map(({ pid }) => pid).sort()).toEqual(kernel?.processes.map(({ pid }) => pid).sort());
  expect(programs[0]?.lines[0]).toBe(`listening 127.0.0.1:${listener?.local}`);
});

test('separates the threads of a program from those of Node', async () => {
  const { kernel, lanes } = await played('08', 0);
  const [program] = kernel?.processes ?? [];
  expect(program?.threads.length).toBeGreaterThan(1);
  expect(program?.threads.map(({ tid }) => tid).sort()).toEqual(lanes?.lanes.map(({ tid }) => tid).sort());
  expect(program?.threads.filter(({ blockedIn }) => blockedIn === 'futex').length).toBeGreaterThan(0);
  expect(program?.node.threads).toBeGreaterThan(0);
});

test('has event masks, and limits the events of a spinning server', async () => {
  const { kernel, lanes } = await played('04', 1);
  const epoll = kernel?.processes[0]?.descriptors.find(({ what }) => what === 'epoll');
  expect(epoll?.interests.map(({ mask, what }) => `${mask} ${what.replace(/\d+/g, 'n')}`)).toEqual([
    'EPOLLIN listener at port n',
    'EPOLLIN | EPOLLOUT TCP n → n ESTABLISHED',
  ]);
  const [spins] = lanes?.lanes ?? [];
  expect(spins?.text).toHaveLength(800);
  expect(lanes?.dropped).toBeGreaterThan(0);
  // A long lane keeps its begin and its end.
  const said = spins?.text.map((line) => lanes?.texts[line] ?? '') ?? [];
  expect(said.some((line) => line.startsWith('listen('))).toBe(true);
  expect(said.slice(-3).some((line) => line.startsWith('epoll_wait('))).toBe(true);
});

test('has the last lines of a program’s output', async () => {
  const chatty = stepOf('a chat', async (stage) => {
    const server = await stage.start('server.ts');
    for (let i = 0; i < 60; i++) {
      const client = await stage.connect(server);
      client.close();
      await server.waitFor('the child to be reaped', () => server.children().length === 0);
    }
    await server.quiet();
  });
  const session = new Session(lessonOf('02'), [chatty], () => {});
  session.act({ do: 'run', step: 0, choice: null });
  await until(() => session.state.phase === 'done', PATIENCE_MS);
  const [program] = session.state.programs;
  expect(session.state.told).toEqual([]);
  expect(program?.lines).toHaveLength(100);
  expect((program?.earlier ?? 0) + 100).toBe(1 + 2 * 60); // one line for listening, then two for each client
  expect(program?.lines.filter((line) => !/child \d+ (serves|exited)/.test(line))).toEqual([]);
  expect(processInfo(program?.pid ?? 0)).toBeNull();
});

test('ignores actions on another step, on a step that plays already, and on an unknown step', async () => {
  let plays = 0;
  let finish = (): void => {};
  const waits = stepOf('a wait', async () => {
    plays++;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  const session = new Session(lessonOf('02'), [waits, waits], () => {});
  session.act({ do: 'run', step: 1, choice: null });
  session.act({ do: 'go', step: 2 });
  session.act({ do: 'go', step: -1 });
  expect([session.state.step.index, session.state.phase]).toEqual([0, 'asking']);
  session.act({ do: 'run', step: 0, choice: 7 });
  session.act({ do: 'run', step: 0, choice: 1 });
  expect(session.state.chosen).toBeNull();
  await until(() => plays > 0, PATIENCE_MS);
  finish();
  await until(() => session.state.phase === 'done', PATIENCE_MS);
  expect(plays).toBe(1);
  await session.end();
});
