import process from 'node:process';
import { writeLine } from './log.ts';

/** A message from a program to its observer, beside the log: a JSON object on a line of standard error. */
export type Note =
  | { readonly kind: 'todo'; readonly step: string; readonly task: string; readonly place: string | null }
  | Death
  | { readonly kind: 'killed'; readonly pid: number; readonly signal: NodeJS.Signals };

/** An error that nobody caught ended a process. */
export interface Death {
  readonly kind: 'died';
  readonly pid: number;
  /** The name of the error's class; empty when what was thrown is no Error. */
  readonly error: string;
  readonly message: string;
  readonly place: string | null;
}

/** The first byte of such a line, RS: no log line begins with it. */
const MARK = '\x1e';

/** Whether a test or a demo observes this process. */
export const observed = (): boolean => process.env['LAB_OBSERVED'] !== undefined;

/** Leaves a note for the observer, if there is one. */
export function leaveNote(note: Note): void {
  if (observed()) writeLine(2, MARK + JSON.stringify(note));
}

/** The note in a line of standard error; null for a line of the log. */
export function noteIn(line: string): Note | null {
  if (!line.startsWith(MARK)) return null;
  try {
    return JSON.parse(line.slice(MARK.length)) as Note;
  } catch {
    return null; // cut short, or written by the learner's own code
  }
}

const FRAME = /((?:lessons|solutions|\.lab)\/[^\s()]*?\.ts):(\d+)/;

/** `file:line` of the topmost stack frame in lesson code. */
export function placeOf(error: Error): string | null {
  const [, file, line] = FRAME.exec(error.stack ?? '') ?? [];
  return file === undefined ? null : `${file}:${line}`;
}
