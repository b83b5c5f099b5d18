import { style } from '#lesson';

/** With poll instead of select, a clock of its own, and one connection accepted at a time. */
export default style({
  edits: [
    {
      file: 'timeouts.ts',
      find: `} from '#sys';`,
      replace: `  POLLIN,
  POLLOUT,
  poll,
  sendmsg,
  recvmsg,
  setNonblocking,
} from '#sys';`,
    },
    {
      file: 'timeouts.ts',
      find: `  if (ms === 0) return null;
  const seconds = Math.floor(ms / 1000);
  return { seconds, microseconds: (ms % 1000) * 1000 };`,
      replace: `  if (ms <= 0) return null;
  return { seconds: Math.trunc(ms / 1000), microseconds: 1000 * (ms % 1000) };`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    const set = new FdSet();
    set.add(fd);
    try {
      const ready = what === 'read' ? select(fd + 1, set, null, null, left) : select(fd + 1, null, set, null, left);
      if (ready > 0) return;
    } catch (error) {
      if (isSystemError(error, 'EINTR')) continue;
      throw error;
    }
    throw new SystemError('select', ETIMEDOUT);
  }`,
      replace: `  const end = left === null ? 0 : performance.now() + 1000 * left.seconds + left.microseconds / 1000;
  const events = what === 'read' ? POLLIN : POLLOUT;
  for (;;) {
    let revents: number[] | null = null;
    try {
      revents = poll([{ fd, events }], left === null ? -1 : Math.max(0, Math.ceil(end - performance.now())));
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
    if (left !== null) {
      const rest = Math.max(0, Math.ceil(end - performance.now()));
      left.seconds = Math.trunc(rest / 1000);
      left.microseconds = 1000 * (rest % 1000);
    }
    if (revents === null) continue;
    if (revents[0] !== 0) return;
    throw new SystemError('poll', ETIMEDOUT);
  }`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    waitFor(conn, 'read', left);
    const n = recv(conn, buffer, MSG_DONTWAIT);
    if (n !== null) return n;
  }`,
      replace: `  let n: number | null = null;
  while (n === null) {
    waitFor(conn, 'read', left);
    n = recvmsg(conn, [buffer], 0, MSG_DONTWAIT)?.bytes ?? null;
  }
  return n;`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    waitFor(conn, 'write', left);
    const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n !== null) return n;
  }`,
      replace: `  let n: number | null;
  do {
    waitFor(conn, 'write', left);
    n = sendmsg(conn, { buffers: [bytes] }, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (n === null);
  return n;`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    waitFor(listener, 'read', left);
    const accepted = accept(listener);
    if (accepted !== null) return accepted;
  }`,
      replace: `  waitFor(listener, 'read', left);
  let accepted = accept(listener);
  while (accepted === null) {
    waitFor(listener, 'read', left);
    accepted = accept(listener);
  }
  return accepted;`,
    },
    {
      file: 'timeouts.ts',
      find: `  const flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  try {
    if (started(fd, address)) return;
    waitFor(fd, 'write', timevalOf(ms));
    const errno = getsockopt(fd, SOL_SOCKET, SO_ERROR);
    if (errno !== 0) throw new SystemError('connect', errno);
  } finally {
    fcntl(fd, F_SETFL, flags);
  }`,
      replace: `  const blocked = (fcntl(fd, F_GETFL) & O_NONBLOCK) === 0;
  if (blocked) setNonblocking(fd, true);
  try {
    if (!started(fd, address)) {
      waitFor(fd, 'write', timevalOf(ms));
      const errno = getsockopt(fd, SOL_SOCKET, SO_ERROR);
      if (errno > 0) throw new SystemError('connect', errno);
    }
  } finally {
    if (blocked) setNonblocking(fd, false);
  }`,
    },
  ],
});
