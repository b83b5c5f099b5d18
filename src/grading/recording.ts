import { makeScratch, removeScratch } from '../host/scratch.ts';
import type { TraceEvent } from '../trace/model.ts';
import { readTrace } from '../trace/read.ts';

/**
 * The system calls of a program under test, thread by thread, in order: start the program with `env`. For facts that leave
 * no trace in the kernel: which of two calls came first, and how many there were.
 */
export class Recording {
  readonly #folder = makeScratch();

  get env(): Readonly<Record<string, string>> {
    return { LAB_TRACE: this.#folder };
  }

  /** The events of a thread so far. The tid of a process's first thread is its pid. */
  lane(tid: number): readonly TraceEvent[] {
    return readTrace(this.#folder).lanes.find((lane) => lane.tid === tid)?.events ?? [];
  }

  remove(): void {
    removeScratch(this.#folder);
  }
}

/** Whether an event is a call of this name, on this descriptor if one is given. */
export const isCall = (event: TraceEvent, name: string, fd?: number): boolean =>
  event.kind === 'call' && event.name === name && (fd === undefined || event.args[0] === fd);
