import { close, type Fd, O_CLOEXEC, pipe2 } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { alive, CHAT, unlessBusy } from './lesson.ts';

/** The standard streams of a side: its input is a pipe of its own, or this descriptor. */
export const streams = (input: 'pipe' | Fd = 'pipe') => [input, 'pipe' as const, 'pipe' as const];

/** Two chat programs connected to each other. */
export async function couple(
  t: TestContext,
  input: 'pipe' | Fd = 'pipe',
): Promise<{ ann: ObservedProgram; bob: ObservedProgram }> {
  const stdio = streams(input);
  const ann = await t.start(CHAT, { stdio });
  const bob = await t.watch(CHAT, { args: ['--connect', '--port', String(ann.port)], stdio });
  ann.partner(bob);
  t.note(`started  chat.ts --connect --port ${ann.port}, pid ${bob.pid}`);
  await t.step('waited until each side was two processes', () =>
    ann.waitFor(
      'two processes on each side',
      () => ann.processes().length === 2 && bob.processes().length === 2 && ann.listener() === null,
    ),
  );
  // Each side installs its handlers after the fork: it has all of them once it sleeps.
  await ann.quiet();
  await bob.quiet();
  return { ann, bob };
}

/** A chat program that talks to a peer of the test, once it sleeps, or has stopped itself. */
export async function sideWithPeer(
  t: TestContext,
  options: LaunchOptions = {},
): Promise<{ side: ObservedProgram; peer: Peer; writer: number }> {
  const side = await t.start(CHAT, options);
  const peer = await t.connect(side);
  const writer = await t.step('connected a peer; waited until the side was two processes', () =>
    side.waitFor('a second process, the writer', () => alive(side)[0]?.pid),
  );
  await side.quiet();
  return { side, peer, writer };
}

/**
 * Gives `act` a standard input that stays open. Node closes a pipe of its own when the parent exits, and that would end a
 * forgotten writer.
 */
export async function withOpenInput(act: (input: Fd) => Promise<void>): Promise<void> {
  const [input, open] = pipe2(O_CLOEXEC);
  try {
    await act(input);
  } finally {
    close(input);
    close(open);
  }
}

export async function leaves(
  t: TestContext,
  side: ObservedProgram,
  name: string,
  looksLike: () => string = () => 'orphan-writer',
): Promise<void> {
  const exit = await t.step(`${name} exits`, () => side.exit(unlessBusy(looksLike)));
  t.expect(exit.code === 0, () => ({
    expected: 'exit status 0',
    saw: `it ${describeExit(exit)}`,
    looksLike: looksLike(),
  }));
}

/** Fails unless both processes of a side have ended. For a side whose input is open: otherwise the writer ends by itself. */
export async function gone(
  t: TestContext,
  side: ObservedProgram,
  name: string,
  looksLike?: () => string,
): Promise<void> {
  await leaves(t, side, name, looksLike);
  expectNoneLeft(t, side);
}

export function expectNoneLeft(t: TestContext, side: ObservedProgram): void {
  const left = side.processes();
  t.expect(left.length === 0, {
    expected: 'no process of that side left',
    saw: left.map(({ pid, state }) => `pid ${pid} in state ${state}`).join(', '),
    kernel: side.describeProcesses(),
    looksLike: 'orphan-writer',
  });
}
