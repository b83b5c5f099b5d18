import { epollDescriptors, type Interest, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { Peer } from '../../src/kit/peer.ts';

/** The interest lists of the program's event loops: those with a timerfd, which Node's own lack. */
export function eventLoops(pid: number): Interest[][] {
  const timers = new Set(
    descriptors(pid)
      .filter(({ target }) => target.includes('[timerfd]'))
      .map(({ fd }) => fd),
  );
  return epollDescriptors(pid)
    .map((epfd) => interestList(pid, epfd))
    .filter((list) => list.some(({ fd }) => timers.has(fd)));
}

/** The lists that watch a client's connection, as indices in `lists`. */
export function watchers(lists: readonly (readonly Interest[])[], peer: Peer): number[] {
  const inode = peer.serverRow?.inode ?? -1;
  return lists.flatMap((list, i) => (list.some((one) => one.inode === inode) ? [i] : []));
}
