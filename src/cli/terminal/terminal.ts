import { columns, paint, visibleLength, wrap } from '../../text/render.ts';
import { abandoned } from './interrupt.ts';

export { columns };

/** A person sits at both ends: only then may a command ask. */
export const interactive = (): boolean => process.stdin.isTTY === true && process.stdout.isTTY === true;

/** Called before anything is said: a line that counts seconds makes room. */
const hearers = new Set<() => void>();

export const say = (text = ''): void => {
  if (abandoned()) return;
  for (const hear of hearers) hear();
  process.stdout.write(`${text}\n`);
};

/** Calls `hear` before anything is said, until the function that it returns is called. */
export function beforeSaying(hear: () => void): () => void {
  hearers.add(hear);
  return () => void hearers.delete(hear);
}

/** Left and right ends of one line; two lines when they do not fit on one. */
export function spread(left: string, right: string, width: number, indent = 4): string {
  const room = width - visibleLength(left) - visibleLength(right);
  return room >= 1 ? left + ' '.repeat(room) + right : `${left}\n${' '.repeat(indent)}${right}`;
}

/** Running text, folded to the width. */
export const paragraph = (text: string, width: number, indent = 3): string =>
  wrap(text, width - indent)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');

/** A line in pieces of at most `room`, cut between words where it can be; what comes after a cut is indented by `more`. */
export function folded(line: string, room: number, more: number): string[] {
  const indent = ' '.repeat(Math.max(0, Math.min(line.length - line.trimStart().length + more, room - 16)));
  const out: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room);
    const cut = space > Math.max(indent.length, room / 3) ? space : room;
    out.push(rest.slice(0, cut).trimEnd());
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...out, rest];
}

/** Things beside each other, in as many lines as the width asks for; none is torn. */
export function beside(items: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && visibleLength(line) + 3 + visibleLength(item) < width)
      lines[lines.length - 1] = `${line}   ${item}`;
    else lines.push(`   ${item}`);
  }
  return lines.join('\n');
}

export const command = (text: string): string => paint.cyan(`npm run lesson ${text}`);
