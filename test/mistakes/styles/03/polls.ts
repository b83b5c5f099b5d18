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
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  accept,
  POLLIN,
  POLLOUT,
  poll,
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
      replace: `    const watched: { fd: Fd; events: number }[] = [];
    for (const fd of this.#clients.keys()) watched.push({ fd, events: POLLIN });
    if (this.#fullUntil <= performance.now()) watched.push({ fd: this.#listener, events: POLLIN });`,
    },
    {
      file: 'server.ts',
      find: `    for (const { fd, pending } of this.#clients.values()) {
      if (pending.length === 0) continue;
      writable.add(fd);
      readable.delete(fd);
    }`,
      replace: `    for (const entry of watched) {
      const client = this.#clients.get(entry.fd);
      if (client !== undefined && client.pending.length > 0) entry.events = POLLOUT;
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
      replace: `    const time = this.#patience();
    const ms = time === null ? -1 : 1000 * time.seconds + Math.ceil(time.microseconds / 1000);
    try {
      poll(watched, ms).forEach((revents, i) => {
        const { fd, events } = watched[i]!;
        if (revents !== 0) (events === POLLOUT ? writable : readable).add(fd);
      });
    } catch (error) {
      if (!isSystemError(error, 'EINTR')) throw error;
    }
    return { readable, writable };`,
    },
    {
      file: 'server.ts',
      find: `        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;`,
      replace: `        const accepted = accept(this.#listener);
        if (accepted === null) return;
        setNonblocking(accepted.fd, true);`,
    },
    {
      file: 'server.ts',
      find: `        if (accepted.fd >= FD_SETSIZE) {
          log(\`refused \${show(accepted.peer)}: fd \${accepted.fd} does not fit into an fd_set\`);
          close(accepted.fd);
          continue;
        }`,
      replace: `        if (accepted.fd > FD_SETSIZE - 1) {
          close(accepted.fd);
          log(\`no room in the sets for \${show(accepted.peer)}\`);
          return;
        }`,
    },
    {
      file: 'server.ts',
      find: 'this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });',
      replace: `this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
        return;`,
    },
    {
      file: 'server.ts',
      find: `    const n = read(client.fd, this.#buffer);
    if (n === null) return;
    if (n === 0) this.#drop(client);
    else this.#send(client, this.#buffer.subarray(0, n));`,
      replace: `    const n = read(client.fd, this.#buffer, 10_000);
    switch (n) {
      case null:
        return;
      case 0:
        return this.#drop(client);
      default:
        return this.#send(client, Buffer.from(this.#buffer.subarray(0, n)));
    }`,
    },
    {
      file: 'server.ts',
      find: '    client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;',
      replace: '    client.pending = Buffer.concat([bytes.subarray(taken)]);',
    },
    {
      file: 'client.ts',
      find: ` } from '#sys';`,
      replace: `, POLLIN, POLLOUT, poll } from '#sys';`,
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
      replace: `  while (true) {
    const [theirs = 0, mine = 0] = poll(
      [
        { fd: conn, events: pending.length > 0 ? POLLIN | POLLOUT : POLLIN },
        { fd: pending.length > 0 || inputEnded ? -1 : STDIN, events: POLLIN },
      ],
      -1,
    );
    if ((theirs & ~POLLOUT) !== 0) {
      const n = read(conn, answer, 3000);
      if (n === 0) {
        if (inputEnded) return;
        throw new Failure('the server has gone, and there is more input');
      }
      writeAll(STDOUT, answer.subarray(0, n ?? 0));
    }
    if ((theirs & POLLOUT) !== 0) pending = pending.subarray(write(conn, pending) ?? 0);
    if (mine === 0) continue;
    const n = read(STDIN, input);
    if (n === 0) {
      shutdown(conn, SHUT_WR);
      inputEnded = true;
    } else if (n !== null) {
      pending = input.subarray(0, n);
    }
  }`,
    },
  ],
});
