/** The senders of numbered lines, and what a model reports of them. */
import type { TestContext } from '../../src/grading/test-context.ts';
import type { EchoDiagnose } from '../../src/kit/echo-seen.ts';
import { Finding } from '../../src/kit/finding.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { accepted, blamingDeath } from '../support/echo.ts';

export interface Gathering {
  readonly program: ObservedProgram;
  readonly senders: readonly [Peer, Peer, Peer];
}

interface Options {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly faults?: readonly Fault[];
  /** The known mistake of a program that ends before it has served anybody. */
  readonly dies?: string;
}

/** A model with three senders, which it has accepted in their order. */
export async function gather(
  t: TestContext,
  file: string,
  { args = [], env = {}, faults = [], dies }: Options = {},
): Promise<Gathering> {
  const program = await t.start(file, { args: ['--senders', '3', ...args], env, faults });
  const senders = [await t.connect(program), await t.connect(program), await t.connect(program)] as const;
  await t.step('three senders connected', async () => {
    for (const sender of senders) await blamingDeath(program, dies, () => accepted(program, sender));
  });
  return { program, senders: [...senders] };
}

const lineOf = (number: number): Buffer => Buffer.from(`${number}\n`);
const ackOf = (number: number): Buffer => Buffer.from(`ok ${number}\n`);

export const linesOf = (numbers: readonly number[]): Buffer => Buffer.concat(numbers.map(lineOf));
export const acksOf = (numbers: readonly number[]): Buffer => Buffer.concat(numbers.map(ackOf));

/** Sends one line, and waits for its acknowledgment. */
export async function tell(sender: Peer, number: number, looksLike?: string | EchoDiagnose): Promise<void> {
  sender.offer(lineOf(number));
  await sender.expect(ackOf(number), (seen) => (typeof looksLike === 'function' ? looksLike(seen) : looksLike));
}

/** The order in which the three senders have their turns: each follows each. */
const TURNS = [0, 1, 2, 1, 0, 2, 2, 0, 0, 1] as const;

/** One line after the other, each when the one before was acknowledged: so their order of arrival is known. */
export async function inTurns(
  t: TestContext,
  { senders }: Gathering,
  looksLike?: string | EchoDiagnose,
): Promise<void> {
  await t.step(`they sent ${TURNS.length} lines, each after the acknowledgment of the one before`, async () => {
    for (const [number, who] of TURNS.entries()) await tell(senders[who], number, looksLike);
  });
}

/** The lines of standard output. */
export const reported = (program: ObservedProgram): string[] => program.output.out.split('\n').slice(1, -1);

/** The program has reported the lines of `inTurns` in their order. `dies`: the known mistake of one that ends before. */
export async function expectOrder(t: TestContext, program: ObservedProgram, dies?: string): Promise<void> {
  const expected = TURNS.map((who, number) => `${who + 1}: ${number}`);
  await blamingDeath(program, dies, () =>
    program.waitFor('all lines reported', () => reported(program).length >= expected.length),
  );
  const seen = reported(program).slice(0, expected.length);
  t.expect(seen.join(', ') === expected.join(', '), {
    expected: `the order of arrival: ${expected.join(', ')}`,
    saw: seen.join(', '),
  });
}

/** The program's descriptor of the connection of `sender`; -1 when it has none. */
export const fdOf = (pid: number, sender: Peer): number => socketInodes(pid).get(sender.serverRow?.inode ?? -1) ?? -1;

/** The end of the program, in good order. */
async function endsWell(t: TestContext, program: ObservedProgram, looksLike: () => string): Promise<void> {
  const exit = await program.exit(looksLike);
  t.expect(exit.code === 0, {
    expected: 'exit status 0 when all senders have ended',
    saw: `the program ${describeExit(exit)}`,
    looksLike: looksLike(),
  });
}

/** A program that never sleeps may be stopped between its looks at the two: then a wrong one serves the second one first, by luck. */
const TIMES = 6;

/** One receive from each in turn: a sender with little is served before all of a sender with much. */
export async function noOneWaits(
  t: TestContext,
  { program, senders }: Gathering,
  looksLike: string,
  short?: string,
): Promise<void> {
  const [much, little] = senders;
  const last = `1: ${LONG.at(-1)}`;
  t.note(
    `${TIMES} times: one sender sends ${LONG.length} lines and the next one a single one while the program is stopped`,
  );
  for (let time = 1; time <= TIMES; time++) {
    const before = reported(program).length;
    await program.frozen(() => {
      much.offer(linesOf(LONG));
      little.offer(linesOf([50]));
    });
    await t.step(`time ${time}: all are acknowledged`, async () => {
      await much.expect(acksOf(LONG), () => short);
      await little.expect(acksOf([50]));
    });
    const seen = await program.waitFor('all lines reported', () => {
      const lines = reported(program).slice(before);
      return lines.includes(last) && lines.includes('2: 50') ? lines : null;
    });
    t.expect(seen.indexOf('2: 50') < seen.indexOf(last), {
      expected: 'one receive from each sender in turn: the single line before the last one of the many',
      saw: `"2: 50" after "${last}"`,
      looksLike,
    });
  }
}

/** More than one receive takes, and less than the queue of a socket. */
export const LONG = Array.from({ length: 4000 }, (_, i) => i);

/**
 * One sender ends in good order, one resets, and each is reported by what it did. The third one is served until it leaves
 * without reading: its socket answers the first acknowledgment with a reset, and the next one fails.
 */
export async function endings(t: TestContext, { program, senders }: Gathering, looksLike: () => string): Promise<void> {
  const [cy, bob, ann] = senders; // the last one ends first: the processes of the others may have a copy of its socket
  for (const [i, sender] of senders.entries()) await tell(sender, i);
  await t.step('the third sender sent a line and ended its direction while the program was stopped', () =>
    program.frozen(() => {
      ann.offer(linesOf([5]));
      ann.halfClose();
    }),
  );
  await ann.expect(acksOf([5]), looksLike);
  await t.step('it sees the end', () => sees(program, ann, looksLike));
  await t.step('the second one sends a line without an end, and resets', async () => {
    bob.offer(Buffer.from('half a li'));
    await program.waitFor('the bytes to be read', () => bob.serverRow?.rxQueue === 0, { diagnose: looksLike });
    bob.reset();
  });
  const wanted = ['3: end after 2 lines', '2: lost, ECONNRESET after 1 lines'];
  await t.step('the program reports both ends', () =>
    program.waitFor(wanted.join(', '), () => wanted.every((line) => reported(program).includes(line)), {
      diagnose: looksLike,
    }),
  );
  await t.step('the first one is still served', () => tell(cy, 9, looksLike));
  await t.step(`it sent ${LONG.length} lines while the program was stopped, and closed without reading`, () =>
    program.frozen(() => {
      cy.offer(linesOf(LONG));
      cy.close();
    }),
  );
  await endsWell(t, program, looksLike);
  const ends = reported(program).filter((line) => /end|lost/.test(line));
  t.expect(ends.length === 3 && /^1: lost, E(PIPE|CONNRESET) /.test(ends[2] ?? ''), {
    expected: `each sender to end once, the last one by an error: ${wanted.join(', ')}, 1: lost, EPIPE or ECONNRESET`,
    saw: ends.join(', '),
    looksLike: looksLike(),
  });
}

async function sees(program: ObservedProgram, sender: Peer, looksLike: () => string): Promise<void> {
  await program.waitFor(
    'the sender to see the end of its connection',
    () => {
      sender.pump();
      return sender.ending !== 'open';
    },
    { alive: false, diagnose: looksLike },
  );
  if (sender.ending !== 'eof')
    throw new Finding({ expected: 'an orderly end', saw: 'a reset', looksLike: looksLike() });
}

/** The model that a program shows by where it sleeps. */
const MODELS: readonly (readonly [RegExp, string])[] = [
  [/^(recvfrom|read|recvmsg)\(/, 'model 1: it sleeps for one socket'],
  [/^running$/, 'model 2: it never sleeps'],
  [/sleep/, 'model 2: it polls, and pauses between'],
  [/poll|select|epoll/, 'model 3: one call sleeps for all sockets'],
  [/^(rt_sig|pause)/, 'model 4: it sleeps until a signal comes'],
  [/io_uring_enter/, 'model 5: it sleeps until operations have completed'],
];

/** The quiet program sleeps in a call of its own model. */
export async function sleepsIn(
  t: TestContext,
  program: ObservedProgram,
  own: RegExp,
  looksLike: string,
): Promise<void> {
  await program.quiet(() => looksLike);
  const call = program.blockedIn() ?? 'nothing';
  t.expect(own.test(call), {
    expected: 'the program to sleep as its model does',
    saw: `it sleeps in ${call}`,
    kernel: [
      MODELS.find(([pattern]) => pattern.test(call))?.[1] ?? 'none of the five models',
      ...program.describeProcesses(),
    ],
    looksLike,
  });
}
