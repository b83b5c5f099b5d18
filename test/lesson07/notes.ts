import { isCall } from '../../src/grading/recording.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { TraceEvent } from '../../src/trace/model.ts';

const STDERR = 2;

/** The bytes that the parent's signal handler wrote into the self-pipe, and what the loop read of them. */
export interface Notes {
  readonly handlers: number;
  readonly written: number;
  /** Other calls from the first handler on, until the parent waited again. */
  readonly work: readonly string[];
  /** Bytes left in the pipe when the parent had read from it and waited again. */
  readonly left: number;
}

/** For a parent that slept when the signal came: all its calls from the handler to the next wait are the handler's. */
export function notesIn(lane: readonly TraceEvent[]): Notes {
  const [reads, writes] = pipeIn(lane);
  const first = lane.findIndex(isHandler);
  const slept = lane.findIndex((event, at) => at > first && isCall(event, 'epoll_wait'));
  const during = first < 0 ? [] : lane.slice(first, slept < 0 ? undefined : slept);
  const isNote = (event: TraceEvent): boolean => isCall(event, 'write', writes);
  return {
    handlers: lane.filter(isHandler).length,
    written: lane.filter(isNote).length,
    work: during
      .filter((event) => event.kind === 'call' && !isNote(event) && !isCall(event, 'write', STDERR))
      .map(({ name }) => name),
    left: leftIn(lane, reads, isNote),
  };
}

const isHandler = ({ kind, name }: TraceEvent): boolean => kind === 'mark' && name === 'signal';

/** The two descriptors that pipe2 returned. */
function pipeIn(lane: readonly TraceEvent[]): readonly [number, number] {
  const ends = Buffer.from(lane.find((event) => isCall(event, 'pipe2'))?.preview ?? '', 'latin1');
  return ends.length < 8 ? [-1, -1] : [ends.readInt32LE(0), ends.readInt32LE(4)];
}

function leftIn(lane: readonly TraceEvent[], reads: number, isNote: (event: TraceEvent) => boolean): number {
  let unread = 0;
  let hasRead = false;
  for (const event of lane) {
    if (isHandler(event))
      hasRead = false; // its byte is for the next read
    else if (isNote(event)) unread += event.result;
    else if (isCall(event, 'read', reads)) {
      unread -= Math.max(0, event.result);
      hasRead = true;
    } else if (isCall(event, 'epoll_wait') && hasRead && unread > 0) return unread;
  }
  return 0;
}

/** Diagnosis of a failed stop: the handler ran and wrote nothing. Not for a parent that died of an error: that is the cause. */
export function handlerFault(server: ObservedProgram, lane: readonly TraceEvent[]): string | undefined {
  if (server.deaths.some(({ pid }) => pid === server.pid)) return undefined;
  const { handlers, written } = notesIn(lane);
  return handlers > 0 && written === 0 ? 'handler-exits' : undefined;
}
