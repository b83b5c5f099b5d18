import { F_GETOWN_EX, F_GETSIG, F_OWNER_TID, fcntl, O_ASYNC, O_NONBLOCK, SIGRTMIN } from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptorFlags } from '../../src/kit/kernel/fdinfo.ts';
import { READS } from '../support/calls.ts';
import { blamingDeath, blamingLater } from '../support/echo.ts';
import { lookAt } from '../support/look-at.ts';
import { graded, NAMED, REALTIME, SIGIO_MODEL, SIGNALLED, TELLS_APART } from './lesson.ts';
import {
  acksOf,
  endings,
  expectOrder,
  fdOf,
  type Gathering,
  gather,
  inTurns,
  LONG,
  linesOf,
  sleepsIn,
  tell,
} from './senders.ts';

const SLEEPS = /^(rt_sigtimedwait|rt_sigsuspend|pause|read\()/; // the last one: a signalfd

graded(
  '15.4',
  2,
  SIGNALLED,
  async (t: TestContext) => {
    const gathering = await gather(t, SIGIO_MODEL);
    await explained(gathering, () => inTurns(t, gathering));
    await expectOrder(t, gathering.program);
  },
  { needs: [TELLS_APART] },
);

const DEATH_MS = 1000;

/** A sender sees the broken connection before the program that broke it has ended. */
const explained = (gathering: Gathering, act: () => Promise<void>): Promise<void> =>
  blamingLater(async () => {
    await until(() => gathering.program.exited, DEATH_MS);
    return noSignal(gathering);
  }, act);

/** The cause of a silence, as far as the sockets show it. */
function noSignal({ program, senders }: Gathering): string | undefined {
  if (program.exited !== null) return program.exited.signal === 'SIGIO' ? 'never-blocked' : undefined;
  const fd = fdOf(program.pid, senders[0]);
  if (fd < 0) return undefined;
  if (((descriptorFlags(program.pid, fd) ?? 0) & O_ASYNC) === 0) return 'not-async';
  return lookAt(program.pid, fd, (own) => fcntl(own, F_GETOWN_EX)).pid === 0 ? 'no-owner' : undefined;
}

graded(
  '15.4',
  3,
  'signals: the sockets signal this program, which sleeps until a signal comes',
  async (t: TestContext) => {
    const { program, senders } = await gather(t, SIGIO_MODEL);
    await sleepsIn(t, program, SLEEPS, 'signals-poll');
    for (const [i, sender] of senders.entries()) {
      const fd = fdOf(program.pid, sender);
      const flags = descriptorFlags(program.pid, fd) ?? 0;
      t.expect((flags & O_ASYNC) !== 0 && (flags & O_NONBLOCK) !== 0, {
        expected: `O_ASYNC and O_NONBLOCK on the socket of sender ${i + 1} (/proc/PID/fdinfo)`,
        saw: `flags 0${flags.toString(8)}`,
        looksLike: 'not-async',
      });
      const owner = lookAt(program.pid, fd, (own) => fcntl(own, F_GETOWN_EX));
      t.expect(owner.pid !== program.pid || owner.type === F_OWNER_TID, {
        expected: 'this thread as the owner of the signals (F_GETOWN_EX)',
        saw: 'the process, which has more threads',
        looksLike: 'owner-is-process',
      });
      t.expect(owner.pid === program.pid, {
        expected: 'this program as the owner of the signals (F_GETOWN_EX)',
        saw: owner.pid === 0 ? 'nobody' : `${owner.pid}`,
        looksLike: 'no-owner',
      });
    }
  },
  { needs: [SIGNALLED] },
);

/** All senders send lines, in several segments, while the program is stopped: one signal is pending for all of them. */
async function burst(t: TestContext, { program, senders }: Gathering, looksLike: () => string): Promise<void> {
  await program.quiet();
  await t.step('all senders sent three lines, each in a segment of its own, while the program was stopped', () =>
    program.frozen(() => {
      for (const number of [30, 31, 32]) for (const sender of senders) sender.offer(linesOf([number]));
    }),
  );
  await t.step('all nine lines are acknowledged', () =>
    blamingDeath(program, 'wait-interrupted', async () => {
      for (const sender of senders) await sender.expect(acksOf([30, 31, 32]), looksLike);
    }),
  );
}

graded(
  '15.4',
  4,
  'signals: one signal stands for many arrivals',
  async (t: TestContext) => {
    const gathering = await gather(t, SIGIO_MODEL);
    const { program, senders } = gathering;
    await burst(t, gathering, () => 'one-sender-per-signal');
    await program.quiet();
    await t.step('one sender sent 4,000 lines at once while the program was stopped', () =>
      program.frozen(() => senders[1].send(linesOf(LONG))),
    );
    await t.step('all are acknowledged', () => senders[1].expect(acksOf(LONG), () => 'one-read-per-signal'));
  },
  { needs: [SIGNALLED] },
);

graded(
  '15.4',
  2,
  'signals: bytes that were there before O_ASYNC are read',
  async (t: TestContext) => {
    for (const file of [SIGIO_MODEL, REALTIME]) {
      const program = await t.start(file, { args: ['--senders', '3'] });
      const senders = [await t.connect(program), await t.connect(program)];
      const last = await t.step('three senders connected, and all had sent a line when the program went on', () =>
        program.frozen(async () => {
          const third = await t.connect(program);
          for (const sender of [...senders, third]) sender.offer(linesOf([7]));
          return third;
        }),
      );
      for (const sender of [...senders, last]) await sender.expect(acksOf([7]), () => 'first-bytes-lost');
    }
  },
  { needs: [SIGNALLED, NAMED] },
);

graded(
  '15.4',
  2,
  'signals: a sender that ends or resets ends alone',
  async (t: TestContext) => {
    for (const file of [SIGIO_MODEL, REALTIME]) {
      const gathering = await gather(t, file);
      const dead = (): boolean => gathering.program.exited !== null;
      await endings(t, gathering, () => (dead() ? 'drains-the-dead' : 'stops-before-eagain'));
    }
  },
  { needs: [SIGNALLED, NAMED] },
);

graded(
  '15.4',
  2,
  NAMED,
  async (t: TestContext) => {
    const recording = t.record();
    const gathering = await gather(t, REALTIME, { env: recording.env });
    const { program, senders } = gathering;
    await sleepsIn(t, program, SLEEPS, 'signals-poll');
    await explained(gathering, () => inTurns(t, gathering));
    const asked = (): number =>
      recording
        .lane(program.pid)
        .filter(({ kind, name, args }) => kind === 'call' && READS.some((read) => read === name) && args[0] === silent)
        .length;
    const silent = fdOf(program.pid, senders[2]);
    await program.quiet();
    const before = asked();
    await t.step('two senders sent ten lines each, the third none', async () => {
      for (let i = 0; i < 10; i++) for (const sender of senders.slice(0, 2)) await tell(sender, i);
    });
    const signum = lookAt(program.pid, silent, (own) => fcntl(own, F_GETSIG));
    t.expect(signum >= SIGRTMIN, {
      expected: 'a real-time signal for the socket (F_GETSIG)',
      saw: signum === 0 ? 'SIGIO' : `signal ${signum}`,
      looksLike: 'no-setsig',
    });
    t.expect(asked() === before, {
      expected: 'no receive from the silent sender: the signal says which descriptor has input',
      saw: `${asked() - before} of them`,
      looksLike: 'asks-everybody',
    });
    await burst(t, gathering, () => 'one-read-per-signal');
    await program.quiet();
    await t.step(`one sender sent ${LONG.length} lines at once: all are acknowledged`, async () => {
      await senders[1].send(linesOf(LONG));
      await senders[1].expect(acksOf(LONG), () => 'one-read-per-arrival');
    });
  },
  { needs: [TELLS_APART] },
);
