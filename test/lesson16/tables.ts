import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, NUMBERS } from './lesson.ts';
import { countOf, type Made, type Told, toldOf } from './observer.ts';

/** The kernel fills some columns up with blanks. */
const END = '    0        0 4711 1 0000000000000000 20 4 30 10 -1';
const NONE = '00:00000000 00000000';

interface Wanted {
  readonly made: Made;
  readonly told: readonly [state: string, local: string, remote: string];
  readonly unread: number;
  readonly unacknowledged: number;
}

const row = (
  addresses: readonly [string, string],
  rest: string,
  told: Wanted['told'],
  unread: number,
  unacknowledged: number,
): Wanted => ({
  made: { local: addresses[0], remote: addresses[1], rest: `${rest} ${NONE} ${END}` },
  told,
  unread,
  unacknowledged,
});

/** One number of each kind that reads differently as decimal, in the wrong order, or from the wrong side of the colon. */
const V4: readonly Wanted[] = [
  row(
    ['0100007F:1F90', '0200000A:D431'],
    '01 00000000:00000000',
    ['ESTABLISHED', '127.0.0.1:8080', '10.0.0.2:54321'],
    0,
    0,
  ),
  row(
    ['78563412:0050', '0100007F:0016'],
    '08 00000010:00000001',
    ['CLOSE_WAIT', '18.52.86.120:80', '127.0.0.1:22'],
    1,
    16,
  ),
  row(
    ['0100007F:0010', '0100007F:FFFF'],
    '0B 000003E8:00000100',
    ['CLOSING', '127.0.0.1:16', '127.0.0.1:65535'],
    256,
    1000,
  ),
  row(
    ['0100007F:2710', '0100007F:1000'],
    '06 00000000:00000000',
    ['TIME_WAIT', '127.0.0.1:10000', '127.0.0.1:4096'],
    0,
    0,
  ),
];

const V6: readonly Wanted[] = [
  row(
    ['00000000000000000000000001000000:1F90', 'B80D01200000000067452301EFCDAB89:0050'],
    '05 00000000:0000000A',
    ['FIN_WAIT2', '[::1]:8080', '[2001:db8::123:4567:89ab:cdef]:80'],
    10,
    0,
  ),
  row(
    ['0000000000000000FFFF00000100007F:0019', '000080FE00000000FF005450795678FE:C001'],
    '09 00000001:00000000',
    ['LAST_ACK', '[::ffff:127.0.0.1]:25', '[fe80::5054:ff:fe78:5679]:49153'],
    0,
    1,
  ),
];

/** The known mistake that a wrong address or port points at. */
function wrongEnd(seen: string, wanted: string, v6: boolean): string | undefined {
  const [, address, port] = /^(.*):(\w+)$/.exec(seen) ?? [];
  const [, right, number] = /^(.*):(\w+)$/.exec(wanted) ?? [];
  if (address !== right) return v6 ? 'one-long-number' : 'byte-order';
  const value = Number(number);
  if (Number(port) === (((value & 0xff) << 8) | (value >> 8))) return 'port-swapped';
  return 'decimal';
}

function compare(t: TestContext, seen: readonly Told[], wanted: readonly Wanted[], v6: boolean): void {
  t.expect(seen.length === wanted.length, { expected: `${wanted.length} lines`, saw: `${seen.length}` });
  for (const [i, { told, unread, unacknowledged, made }] of wanted.entries()) {
    const line = seen[i] as Told;
    const kernel = [`${made.local} ${made.remote} ${made.rest.slice(0, 20)}`];
    const saw = line.line;
    t.expect(line.state === told[0], { expected: told[0], saw, kernel, looksLike: 'state-decimal' });
    t.expect(line.local === told[1], { expected: told[1], saw, kernel, looksLike: wrongEnd(line.local, told[1], v6) });
    t.expect(line.remote === told[2], {
      expected: told[2],
      saw,
      kernel,
      looksLike: wrongEnd(line.remote, told[2], v6),
    });
    const queues = [countOf(line, 'unread'), countOf(line, 'unacknowledged')];
    t.expect(queues[0] === unread && queues[1] === unacknowledged, {
      expected: `${unread} unread, ${unacknowledged} unacknowledged`,
      saw,
      kernel,
      looksLike: queues[0] === unacknowledged ? 'queues-swapped' : 'decimal',
    });
  }
}

graded('16.1', 4, NUMBERS, async (t: TestContext) => {
  const seen = await toldOf(
    t,
    V4.map(({ made }) => made),
  );
  compare(t, seen, V4, false);
});

graded(
  '16.1',
  3,
  'four numbers make an address of IPv6',
  async (t: TestContext) => {
    const seen = await toldOf(
      t,
      [],
      V6.map(({ made }) => made),
    );
    compare(t, seen, V6, true);
  },
  { needs: [NUMBERS] },
);

const PLAIN = { local: '0100007F:1F90', remote: '0100007F:D431' };

/** The timer's column, and its words. */
const TIMERS: readonly (readonly [string, string])[] = [
  ['00:00000000', 'no timer'],
  ['00:00000064', 'no timer'],
  ['01:00000014', 'retransmission in 0.20 s'],
  ['02:000AFC80', 'keepalive in 7200.00 s'],
  ['03:00001770', 'TIME_WAIT in 60.00 s'],
  ['04:0000005E', 'probe in 0.94 s'],
];

function wrongTimer(seen: string, wanted: string): string | undefined {
  if (wanted === 'no timer') return 'timer-always';
  const [kind, time] = seen.split(' in ');
  const [right, at] = wanted.split(' in ');
  if (kind !== right) return undefined;
  const [a, b] = [Number.parseFloat(time ?? ''), Number.parseFloat(at ?? '')];
  return Math.abs(a * 10 - b) < 0.05 * b ? 'timer-units' : 'timer-decimal';
}

graded(
  '16.1',
  2,
  'timers by their names, and when they expire',
  async (t: TestContext) => {
    const made = TIMERS.map(([timer]) => ({ ...PLAIN, rest: `01 00000000:00000000 ${timer} 00000000 ${END}` }));
    const seen = await toldOf(t, made);
    for (const [i, [timer, words]] of TIMERS.entries()) {
      const part = seen[i]?.parts.find((one) => / in .* s$|^no timer$/.test(one)) ?? 'nothing';
      t.expect(part === words, {
        expected: words,
        saw: part,
        kernel: [`tr tm->when: ${timer}`],
        looksLike: wrongTimer(part, words),
      });
    }
  },
  { needs: [NUMBERS] },
);

const UNREAD = 'its program has not read the end';
const READ = 'its program has read the end, and not closed';

/** State and queues of a row, and what is said of a missing half: nothing, but in CLOSE_WAIT. */
const HALVES: readonly (readonly [row: string, words: string | null])[] = [
  ['08 00000000:00000001', UNREAD],
  ['08 00000000:00000006', UNREAD],
  ['08 00000000:00000000', READ],
  ['08 00000005:00000000', READ],
  ['01 00000000:00000001', null],
  ['05 00000000:00000000', null],
  ['09 00000001:00000000', null],
  ['06 00000000:00000000', null],
];

graded(
  '16.1',
  2,
  'a listener has connections that wait, and CLOSE_WAIT says which half is missing',
  async (t: TestContext) => {
    const listening = { ...PLAIN, remote: '00000000:0000', rest: `0A 00000000:00000003 ${NONE} ${END}` };
    const made = HALVES.map(([queues]) => ({ ...PLAIN, rest: `${queues} ${NONE} ${END}` }));
    const [listener, ...lines] = await toldOf(t, [listening, ...made]);
    const bytes = listener === undefined ? [] : ['unread', 'unacknowledged'].map((word) => countOf(listener, word));
    t.expect(listener?.parts.includes('3 waiting') === true && bytes.every((count) => count === null), {
      expected: '3 waiting, and no bytes',
      saw: listener?.line ?? 'nothing',
      looksLike: 'listener-bytes',
    });
    for (const [i, [, words]] of HALVES.entries()) {
      const told = lines[i]?.parts.find((part) => part === UNREAD || part === READ) ?? null;
      t.expect(told === words, {
        expected: words ?? 'nothing about a missing half: this is no CLOSE_WAIT',
        saw: lines[i]?.line ?? 'nothing',
        looksLike: words === null ? 'half-of-all' : 'end-read',
      });
    }
  },
  { needs: [NUMBERS] },
);
