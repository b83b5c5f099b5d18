import { EPOLLIN } from '#sys';
import { isCall } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { epollDescriptors, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { WAITS } from '../support/calls.ts';

/** No entry of the interest list is for a descriptor that the parent has closed. */
export function expectNoDead(t: TestContext, server: ObservedProgram, looksLike: string): void {
  const open = new Set(descriptors(server.pid).map(({ fd }) => fd));
  const dead = epollDescriptors(server.pid)
    .flatMap((epfd) => interestList(server.pid, epfd))
    .filter(({ fd }) => !open.has(fd));
  t.expect(dead.length === 0, {
    expected: 'only descriptors of the parent in the interest list',
    saw: `fd ${dead.map(({ fd }) => fd).join(', ')}, which the parent has closed: the copy in another process keeps the entry in the list`,
    looksLike,
  });
}

/** Whether the parent has asked for an EPOLLIN since it read the last report of a worker. */
export function watchesAfterReport(lane: readonly TraceEvent[]): boolean {
  const report = lane.findLastIndex((event) => isCall(event, 'read') && event.result === 1);
  return lane.slice(report + 1).some((event) => isCall(event, 'epoll_ctl') && asksForInput(event));
}

/** Whether the parent asked for input on its listener in the round of its loop in which it made the last worker. */
export function watchesWithFork(lane: readonly TraceEvent[]): boolean {
  const fork = lane.findLastIndex((event) => isCall(event, 'fork'));
  const isWait = (event: TraceEvent): boolean => WAITS.some((name) => isCall(event, name));
  const from = lane.slice(0, fork).findLastIndex(isWait);
  const to = lane.findIndex((event, at) => at > fork && isWait(event));
  const listener = lane.find((event) => isCall(event, 'listen'))?.args[0];
  return lane
    .slice(from, to)
    .some((event) => isCall(event, 'epoll_ctl') && event.args[2] === listener && asksForInput(event));
}

/** struct epoll_event begins with its mask. */
const asksForInput = ({ preview }: TraceEvent): boolean => (preview.charCodeAt(0) & EPOLLIN) !== 0;
