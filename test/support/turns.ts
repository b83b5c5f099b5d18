/** How many bytes a loop sends before it waits again: one client must not hold up the others. */
import { isCall } from '../../src/grading/recording.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { WAITS, WRITES } from './calls.ts';

const SENDS: readonly string[] = [...WRITES, 'sendto', 'sendfile'];

/** The most bytes between two waits of a recorded thread. A byte that goes by splice moves twice: into a pipe and out of it. */
export function mostInTurn(lane: readonly TraceEvent[]): number {
  let most = 0;
  let turn = 0;
  for (const event of lane) {
    if (WAITS.some((name) => isCall(event, name))) turn = 0;
    else if (event.kind === 'call' && event.result > 0) {
      if (SENDS.includes(event.name)) turn += event.result;
      else if (event.name === 'splice') turn += event.result / 2;
    }
    most = Math.max(most, turn);
  }
  return most;
}
