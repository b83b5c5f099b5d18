/** The calls that do the same as each other, for faults and recordings: a right program may use any of them. */
export const READS = ['read', 'recv', 'recvfrom', 'readv', 'recvmsg'] as const;
export const WRITES = ['write', 'send', 'sendmsg', 'writev'] as const;
export const ACCEPTS = ['accept', 'accept4'] as const;
/** Waits for descriptors. */
export const WAITS = ['select', 'poll', 'epoll_wait', 'epoll_pwait'] as const;
