import { F_GETOWN_EX, F_OWNER_PGRP, F_OWNER_TID, F_SETOWN_EX } from '../constants.ts';
import { checkInt, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check } from '../core/result.ts';

const cFcntl = bind('int fcntl(int fd, int cmd, void *owner)');

/** The receiver of a descriptor's I/O signals, C's struct f_owner_ex. `pid` 0: nobody. */
export interface FileOwner {
  /** F_OWNER_TID: the thread `pid` alone. F_OWNER_PID: any thread of the process. F_OWNER_PGRP: all of a process group. */
  readonly type: number;
  readonly pid: number;
}

/** `fcntl` with F_SETOWN_EX. */
export function setOwner(fd: Fd, owner: FileOwner): number {
  if (owner === null || typeof owner !== 'object') wrong('owner', owner, 'an object like { type: F_OWNER_TID, pid }');
  checkInt(owner.type, 'owner.type', F_OWNER_TID, F_OWNER_PGRP);
  checkInt(owner.pid, 'owner.pid', 0);
  check(cFcntl(fd, F_SETOWN_EX, Int32Array.of(owner.type, owner.pid)), 'fcntl');
  return 0;
}

/** `fcntl` with F_GETOWN_EX. */
export function getOwner(fd: Fd): FileOwner {
  const owner = new Int32Array(2);
  check(cFcntl(fd, F_GETOWN_EX, owner), 'fcntl');
  const [type, pid] = owner as unknown as [number, number];
  return { type, pid };
}
