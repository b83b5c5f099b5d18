import { style } from '#lesson';

/** FD_SETSIZE for nfds, a walk through the sets, a deadline, and flags restored by hand. */
export default style({
  edits: [
    {
      file: 'timeouts.ts',
      find: `  if (ms === 0) return null;
  const seconds = Math.floor(ms / 1000);
  return { seconds, microseconds: (ms % 1000) * 1000 };`,
      replace: `  const [seconds, rest] = [Math.floor(ms / 1000), ms % 1000];
  return ms > 0 ? { seconds, microseconds: Math.round(rest * 1000) } : null;`,
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
      replace: `  const now = performance.now();
  const end = left === null ? Number.POSITIVE_INFINITY : now + left.seconds * 1e3 + left.microseconds / 1e3;
  const once = (): boolean => {
    const set = new FdSet();
    set.add(fd);
    const rest = Math.max(0, Math.ceil(end - performance.now()));
    const time = left === null ? null : { seconds: Math.floor(rest / 1000), microseconds: (rest % 1000) * 1000 };
    const [readable, writable] = what === 'read' ? [set, null] : [null, set];
    try {
      if (select(FD_SETSIZE, readable, writable, null, time) === 0) throw new SystemError('select', ETIMEDOUT);
      return true;
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      return false;
    } finally {
      if (left !== null && time !== null) [left.seconds, left.microseconds] = [time.seconds, time.microseconds];
    }
  };
  while (!once());`,
    },
    {
      file: 'timeouts.ts',
      find: `} from '#sys';`,
      replace: `  FD_SETSIZE,
  setNonblocking,
} from '#sys';`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    waitFor(conn, 'read', left);
    const n = recv(conn, buffer, MSG_DONTWAIT);
    if (n !== null) return n;
  }`,
      replace: `  waitFor(conn, 'read', left);
  const n = recv(conn, buffer, MSG_DONTWAIT);
  return n ?? readTimeout(conn, buffer, left === null ? 0 : Math.max(1, left.seconds * 1000 + Math.ceil(left.microseconds / 1000)));`,
    },
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    waitFor(conn, 'write', left);
    const n = send(conn, bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n !== null) return n;
  }`,
      replace: `  while (true) {
    waitFor(conn, 'write', left);
    const some = bytes.subarray(0, 100_000);
    const n = send(conn, some, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n === null) continue;
    return n;
  }`,
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
      replace: `  const flags = fcntl(fd, F_GETFL);
  const restore = (): number => fcntl(fd, F_SETFL, flags);
  setNonblocking(fd, true);
  let complete: boolean;
  try {
    complete = started(fd, address);
    if (!complete) waitFor(fd, 'write', timevalOf(ms));
  } catch (error) {
    restore();
    throw error;
  }
  restore();
  const errno = complete ? 0 : getsockopt(fd, SOL_SOCKET, SO_ERROR);
  if (errno !== 0) throw new SystemError('connect', errno);`,
    },
  ],
});
