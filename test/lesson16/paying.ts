import type { TestContext } from '../../src/grading/test-context.ts';
import { rowsAt } from '../../src/kit/kernel/tcp.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { ACCEPTS } from '../support/calls.ts';
import { arrives } from './arriving.ts';
import { COUNTS, graded, NUMBERS, PAY } from './lesson.ts';

const COUNT = 20;
const ANSWER_BYTES = 50_000;
const OPENS: readonly string[] = ['socket', 'dup', ...ACCEPTS];

interface Paid {
  /** TIME_WAITs by the end that has them, as the kernel has them after the run. */
  readonly server: number;
  readonly client: number;
  /** The line of the program. */
  readonly told: string;
  readonly lost: number;
  /** Descriptors of sockets that are open at the end. */
  readonly open: number;
}

async function pay(t: TestContext, design: string, looksLike?: string): Promise<Paid> {
  const recording = t.record();
  const program = await t.watch(PAY, { args: ['--design', design, '--count', String(COUNT)], env: recording.env });
  const portOf = (): number => Number(/^listening .*:(\d+)$/m.exec(program.output.out)?.[1] ?? 0);
  const diagnose = (): string | undefined =>
    rowsAt(portOf()).some(({ state }) => state === 'CLOSE_WAIT') ? 'close-wait-leak' : looksLike;
  const exit = await t.step(`pay.ts --design ${design} --count ${COUNT}`, () => program.exit(diagnose));
  t.expect(exit.code === 0, {
    expected: 'exit status 0',
    saw: `${describeExit(exit)}: ${program.log.at(-1) ?? ''}`,
    looksLike: diagnose(),
  });
  const port = portOf();
  const waiting = rowsAt(port).filter(({ state }) => state === 'TIME_WAIT');
  const server = waiting.filter(({ localPort }) => localPort === port).length;
  const told = program.output.out.split('\n').find((line) => line.startsWith(`${design}:`)) ?? 'nothing';
  const lost = Number(/lost (\d+) bytes/.exec(told)?.[1] ?? -1);
  const open = openAtEnd(recording.lane(program.pid));
  return { server, client: waiting.length - server, told, lost, open };
}

/** The descriptors of sockets that the program has not closed itself. */
function openAtEnd(calls: readonly TraceEvent[]): number {
  const open = new Set<number>();
  for (const { name, args, result } of calls) {
    if (OPENS.includes(name) && result >= 0) open.add(result);
    else if (name === 'close') open.delete(Number(args[0]));
  }
  return open.size;
}

function expectClosed(t: TestContext, paid: Paid): void {
  t.expect(paid.open === 0, {
    expected: 'both ends of every connection closed',
    saw: `${paid.open} descriptors still open at the end`,
    kernel: kernelOf(paid),
    looksLike: 'end-left-open',
  });
}

const kernelOf = ({ server, client, told }: Paid): string[] => [
  `TIME_WAIT: server ${server}, client ${client}`,
  `pay.ts says: ${told}`,
];

/** A new connection between the same two ports takes the place of a TIME_WAIT. */
const close = (seen: number, wanted: number): boolean => seen <= wanted && seen >= 0.9 * wanted;

function expectPaid(
  t: TestContext,
  paid: Paid,
  wanted: readonly [server: number, client: number],
  looksLike?: string,
): void {
  const [server, client] = wanted;
  t.expect(close(paid.server, server) && close(paid.client, client), {
    expected: `TIME_WAIT: server ${server}, client ${client}`,
    saw: `server ${paid.server}, client ${paid.client}`,
    kernel: kernelOf(paid),
    looksLike,
  });
  expectClosed(t, paid); // while an end is open, pay.ts counts less
  t.expect(paid.told.includes(`server ${paid.server}, client ${paid.client};`), {
    expected: `the same count by pay.ts, which reads the table with rows.ts`,
    saw: paid.told,
    kernel: kernelOf(paid),
  });
}

function expectWhole(t: TestContext, paid: Paid, looksLike?: string): void {
  t.expect(paid.lost === 0, {
    expected: 'every byte of every answer',
    saw: `${paid.lost} bytes lost`,
    kernel: kernelOf(paid),
    looksLike,
  });
}

graded(
  '16.5',
  4,
  COUNTS,
  async (t: TestContext) => {
    const paid = await pay(t, 'server');
    expectWhole(t, paid, 'linger-cure');
    expectPaid(t, paid, [COUNT, 0], paid.client > 0 ? 'client-was-first' : 'linger-cure');
  },
  { needs: [NUMBERS] },
);

graded(
  '16.5',
  4,
  'the client closes first: the server keeps nothing',
  async (t: TestContext) => {
    const paid = await pay(t, 'client');
    expectWhole(t, paid, 'closed-too-early');
    expectPaid(t, paid, [0, COUNT], paid.server > 0 ? 'server-was-first' : 'linger-cure');
  },
  { needs: [NUMBERS] },
);

graded(
  '16.5',
  2,
  'one connection for all requests leaves one TIME_WAIT',
  async (t: TestContext) => {
    const paid = await pay(t, 'kept');
    expectWhole(t, paid);
    expectPaid(t, paid, [0, 1]);
  },
  { needs: ['the client closes first: the server keeps nothing'] },
);

graded(
  '16.5',
  4,
  'a reset leaves no TIME_WAIT, and loses a part of every answer',
  async (t: TestContext) => {
    const paid = await pay(t, 'reset', 'reset-read-on');
    expectPaid(t, paid, [0, 0], 'no-reset');
    t.expect(paid.lost > 0 && paid.lost < COUNT * ANSWER_BYTES, {
      expected: 'some bytes of every answer, and some lost',
      saw: `${paid.lost} of ${COUNT * ANSWER_BYTES} bytes lost`,
      kernel: kernelOf(paid),
      looksLike: paid.lost === 0 ? 'no-reset' : 'arrived-dropped',
    });
    const arrived = await arrives(ANSWER_BYTES);
    const got = ANSWER_BYTES - paid.lost / COUNT;
    t.expect(got >= 0.9 * arrived, {
      expected: `about ${arrived} bytes of every answer, which have arrived before the reset`,
      saw: `${Math.round(got)}`,
      kernel: kernelOf(paid),
      looksLike: 'part-of-arrived',
    });
  },
  { needs: [NUMBERS] },
);
