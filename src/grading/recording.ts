import { makeScratch, removeScratch } from '../host/scratch.ts';
import type { TraceEvent } from '../trace/model.ts';
import { readTrace } from '../trace/read.ts';

/**
 * The calls of a program under test, thread by thread, in the order in which it made them: start it with `env`. For what
 * leaves nothing behind that could be looked at later: which of two calls came first, and how many there were.
 */
export class Recording {
  readonly #folder = makeScratch();

  get env(): Readonly<Record<string, string>> {
    return { LAB_TRACE: this.#folder };
  }

  /** What a thread has done so far; a process's first thread has its number. */
  lane(tid: number): readonly TraceEvent[] {
    return readTrace(this.#folder).lanes.find((lane) => lane.tid === tid)?.events ?? [];
  }

  remove(): void {
    removeScratch(this.#folder);
  }
}

/** Whether it is this call, on this descriptor. */
export const isCall = (event: TraceEvent, name: string, fd?: number): boolean =>
  event.kind === 'call' && event.name === name && (fd === undefined || event.args[0] === fd);
