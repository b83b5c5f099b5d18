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
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  MSG_NOSIGNAL,
  send,
  recv,
  SHUT_WR,
  shutdown,
} from '#sys';`,
    },
    {
      file: 'server.ts',
      find: `    let highest = this.#listener;
    if (performance.now() >= this.#fullUntil) readable.add(this.#listener);
    for (const { fd } of this.#clients.values()) {
      readable.add(fd);
      highest = Math.max(highest, fd);
    }`,
      replace: `    const open = performance.now() >= this.#fullUntil ? [this.#listener] : [];
    for (const fd of open.concat([...this.#clients.keys()])) readable.add(fd);`,
    },
    {
      file: 'server.ts',
      find: `    for (const { fd, pending } of this.#clients.values()) {
      if (pending.length === 0) continue;
      writable.add(fd);
      readable.delete(fd);
    }`,
      replace: `    for (const fd of [...readable]) {
      if (this.#clients.get(fd)?.pending.length) {
        readable.delete(fd);
        writable.add(fd);
      }
    }`,
    },
    {
      file: 'server.ts',
      find: `    try {
      select(highest + 1, readable, writable, null, this.#patience());
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
      readable.clear();
      writable.clear();
    }
    return { readable, writable };`,
      replace: `    try {
      select(FD_SETSIZE, readable, writable, new FdSet(), this.#patience());
      return { readable, writable };
    } catch (error) {
      if (isSystemError(error, 'EINTR')) return { readable: new FdSet(), writable: new FdSet() };
      throw error;
    }`,
    },
    {
      file: 'server.ts',
      find: `    const now = performance.now();
    const next = this.#fullUntil > now ? Math.min(this.#nextTick, this.#fullUntil) : this.#nextTick;
    if (next !== Number.POSITIVE_INFINITY) {
      const ms = Math.max(0, Math.ceil(next - now));
      return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
    }`,
      replace: `    const ends = [this.#nextTick, this.#fullUntil].filter((at) => Number.isFinite(at) && at > 0);
    const now = performance.now();
    const pause = this.#fullUntil > now;
    const waits = ends.filter((at) => at === this.#nextTick || pause).map((at) => Math.max(0, at - now));
    if (waits.length > 0) {
      const microseconds = Math.ceil(1000 * Math.min(...waits));
      return { seconds: Math.floor(microseconds / 1e6), microseconds: microseconds % 1e6 };
    }`,
    },
    {
      file: 'server.ts',
      find: `        if (accepted.fd >= FD_SETSIZE) {
          log(\`refused \${show(accepted.peer)}: fd \${accepted.fd} does not fit into an fd_set\`);
          close(accepted.fd);
          continue;
        }`,
      replace: `        if (accepted.fd >= FD_SETSIZE) {
          shutdown(accepted.fd, SHUT_WR);
          close(accepted.fd);
          log('one client too many');
          continue;
        }`,
    },
    {
      file: 'server.ts',
      find: `    const n = read(client.fd, this.#buffer);
    if (n === null) return;
    if (n === 0) this.#drop(client);
    else this.#send(client, this.#buffer.subarray(0, n));`,
      replace: `    const n = recv(client.fd, this.#buffer);
    if (n !== null && n > 0) {
      this.#send(client, this.#buffer.subarray(0, n));
    } else if (n === 0) {
      log(\`\${show(client.peer)} has left\`);
      this.#drop(client);
    }`,
    },
    {
      file: 'server.ts',
      find: 'const taken = write(client.fd, bytes) ?? 0;',
      replace: 'const taken = send(client.fd, bytes, MSG_NOSIGNAL) ?? 0;',
    },
    {
      file: 'server.ts',
      find: '    client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;',
      replace: `    const rest = new Uint8Array(bytes.length - taken);
    rest.set(bytes.subarray(taken));
    client.pending = Buffer.from(rest.buffer);`,
    },
    {
      file: 'client.ts',
      find: ` } from '#sys';`,
      replace: `, FD_SETSIZE, recv, send } from '#sys';`,
    },
    {
      file: 'client.ts',
      find: `  for (;;) {
    const readable = new FdSet();
    const writable = new FdSet();
    readable.add(conn);
    if (pending.length > 0) writable.add(conn);
    else if (!inputEnded) readable.add(STDIN);
    select(conn + 1, readable, writable, null, null);
    if (writable.has(conn)) pending = pending.subarray(write(conn, pending) ?? 0);
    if (readable.has(STDIN)) {
      const n = read(STDIN, input);
      pending = input.subarray(0, n ?? 0);
      if (n === 0) {
        inputEnded = true;
        shutdown(conn, SHUT_WR);
      }
    }
    if (readable.has(conn)) {
      const n = read(conn, answer);
      if (n === 0 && inputEnded) return;
      if (n === 0) throw new Failure('the server ended the connection before the end of the input');
      if (n !== null) writeAll(STDOUT, answer.subarray(0, n));
    }
  }`,
      replace: `  const queue: Buffer[] = [];
  const talkOnce = (): boolean => {
    const [readable, writable] = [new FdSet(), new FdSet()];
    readable.add(conn);
    if (queue.length > 0) writable.add(conn);
    if (queue.length === 0 && !inputEnded) readable.add(STDIN);
    select(FD_SETSIZE, readable, writable, null, null);
    let going = true;
    for (const fd of readable) {
      const n = fd === STDIN ? read(STDIN, input) : recv(conn, answer);
      if (n === null) continue;
      if (n > 0 && fd === STDIN) queue.push(Buffer.from(input.subarray(0, n)));
      else if (n > 0) writeAll(STDOUT, answer.subarray(0, n));
      else if (fd === STDIN) {
        inputEnded = true;
        shutdown(conn, SHUT_WR);
      } else if (inputEnded) going = false;
      else throw new Failure('the server has ended first');
    }
    const [first] = queue;
    if (!going || first === undefined || !writable.has(conn)) return going;
    const taken = send(conn, first) ?? 0;
    if (taken === first.length) queue.shift();
    else queue[0] = first.subarray(taken);
    return true;
  };
  while (talkOnce());`,
    },
  ],
});
