import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
