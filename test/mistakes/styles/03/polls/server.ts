import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
