import { EPOLLET, EPOLLIN, EPOLLOUT, prlimit, RLIMIT_NOFILE } from '#sys';
import { epollDescriptors, type Interest, interestList } from '../../src/kit/kernel/fdinfo.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';

/** The entry of a socket in any interest list of the process. */
export function interestIn(server: ObservedProgram, inode: number): Interest | null {
  for (const epfd of epollDescriptors(server.pid)) {
    const found = interestList(server.pid, epfd).find((interest) => interest.inode === inode);
    if (found !== undefined) return found;
  }
  return null;
}

export const interestOf = (server: ObservedProgram, client: Peer): Interest | null =>
  interestIn(server, client.serverRow?.inode ?? -1);

/** An entry as text: the descriptor and the names of its bits. */
export function maskText(interest: Interest | null): string {
  if (interest === null) return 'not in an interest list';
  const names = (
    [
      [EPOLLIN, 'EPOLLIN'],
      [EPOLLOUT, 'EPOLLOUT'],
      [0x2000, 'EPOLLRDHUP'],
      [0x40000000, 'EPOLLONESHOT'],
      [EPOLLET, 'EPOLLET'],
    ] as const
  ).filter(([bit]) => has(interest, bit));
  return `fd ${interest.fd} ${names.map(([, name]) => name).join(' | ') || 'nothing asked for'}`;
}

export const has = (interest: Interest | null, bit: number): boolean =>
  interest !== null && (interest.events & bit) >>> 0 !== 0;

/** Leaves the server room for `more` further descriptors. */
export function leaveRoomFor({ pid }: { readonly pid: number }, more: number): void {
  const used = new Set(descriptors(pid).map(({ fd }) => fd));
  // The limit is on the number of a descriptor, and the kernel takes the lowest free one. It is never lower than needed:
  // poll(2) refuses more descriptors than the limit, also those that are open.
  let limit = 0;
  for (let free = 0; used.has(limit) || free < more; limit++) if (!used.has(limit)) free++;
  prlimit(pid, RLIMIT_NOFILE, { soft: limit, hard: prlimit(pid, RLIMIT_NOFILE).hard });
}
