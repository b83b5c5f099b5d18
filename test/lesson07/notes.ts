import { isCall } from '../../src/grading/recording.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { TraceEvent } from '../../src/trace/model.ts';

const STDERR = 2;

/** What the parent's signal handler left in its pipe, and what the loop made of it. */
export interface Notes {
  readonly handlers: number;
  readonly written: number;
  /** What the first handler did beside that, until the parent waited again. */
  readonly work: readonly string[];
  /** How many bytes were left in the pipe when the parent had read from it and waited again. */
  readonly left: number;
}

/** A parent that slept when the signal came: whatever it does from the handler on to its next wait is the handler's work. */
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

/** The two ends of the pipe that the parent made, as pipe2 filled them in. */
function pipeIn(lane: readonly TraceEvent[]): readonly [number, number] {
  const ends = Buffer.from(lane.find((event) => isCall(event, 'pipe2'))?.preview ?? '', 'latin1');
  return ends.length < 8 ? [-1, -1] : [ends.readInt32LE(0), ends.readInt32LE(4)];
}

function leftIn(lane: readonly TraceEvent[], reads: number, isNote: (event: TraceEvent) => boolean): number {
  let unread = 0;
  let hasRead = false;
  for (const event of lane) {
    if (isHandler(event))
      hasRead = false; // what this one writes is for the next time
    else if (isNote(event)) unread += event.result;
    else if (isCall(event, 'read', reads)) {
      unread -= Math.max(0, event.result);
      hasRead = true;
    } else if (isCall(event, 'epoll_wait') && hasRead && unread > 0) return unread;
  }
  return 0;
}

/** A stop that went wrong: the handler's fault when it ran and left no note. A parent that died of an error died of that. */
export function handlerFault(server: ObservedProgram, lane: readonly TraceEvent[]): string | undefined {
  if (server.log.some((line) => line.startsWith(`${server.pid} died of `))) return undefined;
  const { handlers, written } = notesIn(lane);
  return handlers > 0 && written === 0 ? 'handler-exits' : undefined;
}
