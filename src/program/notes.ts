import process from 'node:process';
import { writeLine } from './log.ts';

/** What a program tells its observer beside its log: data, one object a line of standard error. */
export type Note =
  | { readonly kind: 'todo'; readonly step: string; readonly task: string; readonly place: string | null }
  | { readonly kind: 'died'; readonly error: string; readonly message: string; readonly place: string | null };

/** The first byte of such a line, RS: no log line of text begins with it. */
const MARK = '\x1e';

/** Whether a test or a demo looks on. */
export const observed = (): boolean => process.env['LAB_OBSERVED'] !== undefined;

/** Leaves a note, if somebody looks on. */
export function leaveNote(note: Note): void {
  if (observed()) writeLine(2, MARK + JSON.stringify(note));
}

/** The note in a line of standard error; null for a line of the log. */
export function noteIn(line: string): Note | null {
  if (!line.startsWith(MARK)) return null;
  try {
    return JSON.parse(line.slice(MARK.length)) as Note;
  } catch {
    return null; // cut short, or not written by us
  }
}

const FRAME = /((?:lessons|solutions|\.lab)\/[^\s()]*?\.ts):(\d+)/;

/** `file:line` of the topmost frame of the stack that is lesson code. */
export function placeOf(error: Error): string | null {
  const [, file, line] = FRAME.exec(error.stack ?? '') ?? [];
  return file === undefined ? null : `${file}:${line}`;
}
