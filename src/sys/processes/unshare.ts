import { checkFlags } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check } from '../core/result.ts';

const cUnshare = bind('int unshare(int flags)');

/**
 * `int unshare(int flags)`
 *
 * Gives this process namespaces of its own: CLONE_NEWUSER, in which it has all rights, and CLONE_NEWNET, a network with a loopback
 * interface that is down. Children inherit them. Throws EINVAL for CLONE_NEWUSER in a process with several threads, as Node is:
 * call it in a forked child. Throws EPERM or ENOSPC where the system forbids it. unshare(2), user_namespaces(7)
 */
export function unshare(flags: number): void {
  checkFlags(flags);
  check(cUnshare(flags), 'unshare');
}
