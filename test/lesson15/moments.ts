/** The signal-driven models at moments that luck alone would hit: between two calls of the start, and between two waits. */
import { O_ASYNC, prlimit, RLIMIT_SIGPENDING } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blamingDeath } from '../support/echo.ts';
import { graded, NAMED, REALTIME, SIGIO_MODEL, SIGNALLED } from './lesson.ts';
import { acksOf, fdOf, gather, linesOf, tell } from './senders.ts';
import { Stepper } from './stepper.ts';

/** The calls that change the flags of a socket. */
const SETTERS = ['fcntl', 'ioctl'];

/** Whether the program has asked for signals from the socket of this sender. */
function isAsync({ pid }: ObservedProgram, sender: Peer): boolean {
  const fd = fdOf(pid, sender);
  return fd >= 0 && ((descriptorFlags(pid, fd) ?? 0) & O_ASYNC) !== 0;
}

/** A model that is stopped after each call that changes a flag: then each sender whose socket has O_ASYNC, or has not, sends a line. */
async function atEachStep(t: TestContext, file: string, wanted: boolean, looksLike: string): Promise<void> {
  const program = await t.watch(file, {
    args: ['--port', '0', '--senders', '3'],
    faults: [{ calls: SETTERS, signal: 'SIGSTOP', every: 1 }],
  });
  const senders: Peer[] = [];
  const sent: number[][] = [[], [], []];
  const complete = (): boolean => senders.length === sent.length || !program.listens;
  const stepper = new Stepper(program, complete, () => {
    for (const [who, numbers] of sent.entries()) {
      const sender = senders[who];
      if (sender === undefined || isAsync(program, sender) !== wanted) continue;
      sender.offer(linesOf([numbers.length]));
      numbers.push(numbers.length);
    }
  });
  const act = async (): Promise<void> => {
    await program.listening();
    for (let i = 0; i < 3; i++) senders.push(await t.connect(program));
    await program.waitFor('O_ASYNC on all sockets', () => senders.every((sender) => isAsync(program, sender)));
    // The last stop may come, and with it the last line, when all sockets have the flag.
    await program.waitFor(
      'an acknowledgment for each line',
      () => {
        for (const sender of senders) sender.pump();
        return senders.every(({ received }, who) => received.equals(acksOf(sent[who] ?? [])));
      },
      { diagnose: () => looksLike },
    );
  };
  try {
    await blamingDeath(program, looksLike, act);
  } finally {
    await stepper.end();
  }
}

graded(
  '15.4',
  2,
  'signals: a line at any moment of the start is neither lost nor fatal',
  async (t: TestContext) => {
    t.note('in this run the programs are stopped after each fcntl');
    for (const file of [SIGIO_MODEL, REALTIME]) {
      await t.step('senders without O_ASYNC send a line at each stop', () =>
        atEachStep(t, file, false, 'drained-too-early'),
      );
      await t.step('senders with O_ASYNC send a line at each stop', () =>
        atEachStep(t, file, true, 'blocked-too-late'),
      );
    }
  },
  { needs: [SIGNALLED, NAMED] },
);

graded(
  '15.4',
  2,
  'real-time signals: when no more can be queued, SIGIO comes instead',
  async (t: TestContext) => {
    const { program, senders } = await gather(t, REALTIME);
    await program.quiet();
    const { hard } = prlimit(program.pid, RLIMIT_SIGPENDING);
    await t.step('all senders sent a line while no signal could be queued (prlimit)', () =>
      program.frozen(() => {
        prlimit(program.pid, RLIMIT_SIGPENDING, { soft: 0, hard });
        for (const sender of senders) sender.offer(linesOf([40]));
        prlimit(program.pid, RLIMIT_SIGPENDING, { soft: hard, hard });
      }),
    );
    // The stop has ended the wait: a signal that is not blocked is not waited for just then.
    for (const sender of senders)
      await sender.expect(acksOf([40]), ({ ending }) => (ending === 'open' ? 'overflow-ignored' : 'sigio-unblocked'));
    await t.step('another line of each is acknowledged', async () => {
      for (const sender of senders) await tell(sender, 41, 'overflow-ignored');
    });
  },
  { needs: [NAMED] },
);
