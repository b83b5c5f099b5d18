/** For request-check.ts: questions about Lines. */
import { type Machines, shown, statusOf } from './machines.ts';
import type { Problem } from './request-check.ts';

const LIMIT = 100;

/** Finds all lines of a stream that arrives in these pieces: their texts, then the status of a refusal. */
function lines({ Lines }: Machines, stream: Buffer, cuts: readonly number[]): string[] {
  const finder = new Lines();
  const found: string[] = [];
  let from = 0;
  try {
    for (const end of [...cuts, stream.length]) {
      const bytes = stream.subarray(0, end);
      for (let at = finder.find(bytes, from, LIMIT, 431); at >= 0; at = finder.find(bytes, from, LIMIT, 431)) {
        found.push(bytes.toString('latin1', from, at));
        from = at + 2;
      }
    }
  } catch (error) {
    found.push(`refused with ${statusOf(error)}`);
  }
  return found;
}

function compared(
  machines: Machines,
  text: string,
  cuts: readonly number[],
  wanted: readonly string[],
  kind: string,
): Problem | null {
  const stream = Buffer.from(text, 'latin1');
  const seen = lines(machines, stream, cuts);
  if (seen.join('|') === wanted.join('|')) return null;
  const where = cuts.length === 0 ? 'in one piece' : `cut after ${cuts.slice(0, 8).join(', ')}`;
  return {
    kind,
    text: `${shown(stream)}, ${where}: ${shown(Buffer.from(seen.join(' | ')))}, not ${shown(Buffer.from(wanted.join(' | ')))}`,
  };
}

const TEXT = 'one\r\n\r\ntwo \t\xe9\r\n';
const WANTED = ['one', '', 'two \t\xe9'];

/** A short stream in all possible pieces. */
export function lineCuts(machines: Machines): Problem | null {
  const whole = compared(machines, TEXT, [], WANTED, 'lines');
  if (whole !== null) return whole;
  for (let bits = 1; bits < 2 ** (TEXT.length - 1); bits++) {
    const cuts = Array.from({ length: TEXT.length - 1 }, (_, i) => i + 1).filter(
      (cut) => (bits & (1 << (cut - 1))) !== 0,
    );
    const betweenCrLf = cuts.length === 1 && TEXT[(cuts[0] ?? 0) - 1] === '\r';
    const problem = compared(machines, TEXT, cuts, WANTED, betweenCrLf ? 'split-line-end' : 'cut');
    if (problem !== null) return problem;
  }
  return null;
}

const BAD: readonly (readonly [string, string])[] = [
  ['a\nb\r\n', 'bare-lf'],
  ['\nb\r\n', 'bare-lf'],
  ['a\rb\r\n', 'bare-cr'],
  ['a\r\r\n', 'bare-cr'],
  ['a\0b\r\n', 'control'],
  ['a\x1fb\r\n', 'control'],
  ['a\x7fb\r\n', 'control'],
];

/** Bytes that no line may have, in one piece and byte by byte. */
export function strictLines(machines: Machines): Problem | null {
  for (const [text, kind] of BAD)
    for (const cuts of [[], Array.from({ length: text.length - 1 }, (_, i) => i + 1)]) {
      const problem = compared(machines, text, cuts, ['refused with 400'], kind);
      if (problem !== null) return problem;
    }
  return null;
}

/** A line of exactly the limit, one byte more, and one without an end. */
export function tooLongLines(machines: Machines): Problem | null {
  const exact = 'x'.repeat(LIMIT);
  const halves = [LIMIT / 2];
  return (
    compared(machines, `${exact}\r\n`, [], [exact], 'limit-exact') ??
    compared(machines, `${exact}\r\n`, [LIMIT + 1], [exact], 'limit-exact') ??
    compared(machines, `${exact}x\r\n`, [], ['refused with 431'], 'no-line-limit') ??
    compared(machines, `${exact}x`, halves, ['refused with 431'], 'no-line-limit') ??
    compared(machines, `${exact}x\r\n`, halves, ['refused with 431'], 'no-line-limit')
  );
}

const LONG = 400_000;

/** A line of many bytes that come one by one costs as much as its bytes, not as their square. */
export function longLine({ Lines }: Machines): Problem | null {
  const finder = new Lines();
  const bytes = Buffer.alloc(LONG, 'x');
  const before = process.cpuUsage();
  for (let end = 1; end <= LONG; end++) {
    if (finder.find(bytes.subarray(0, end), 0, 2 * LONG, 431) !== -1)
      return { kind: 'cut', text: 'a line without an end was found' };
    if (end % 10_000 !== 0) continue;
    const { user } = process.cpuUsage(before);
    // Each byte alone takes 0.1 us; all bytes before it again, 10 us and more by now.
    if (user / end > MOST_US)
      return { kind: 'starts-over', text: `${end} bytes, one by one: ${Math.round(user / 1000)} ms of CPU time` };
  }
  return null;
}

const MOST_US = 8;
