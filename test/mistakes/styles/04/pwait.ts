import { style } from '#lesson';

/** With epoll_pwait for one event at a time, EPOLLRDHUP in both servers, readv, sendmsg and recursion. */
export default style({
  edits: [
    {
      file: 'interest.ts',
      find: `} from '#sys';`,
      replace: `  epollPwait,
} from '#sys';`,
    },
    {
      file: 'interest.ts',
      find: 'const MAX_EVENTS = 256;',
      replace: 'const MAX_EVENTS = 1;',
    },
    {
      file: 'interest.ts',
      find: 'epollWait(this.#epfd, MAX_EVENTS, timeout)',
      replace: 'epollPwait(this.#epfd, MAX_EVENTS, timeout, [])',
    },
    {
      file: 'interest.ts',
      find: `    const before = this.#masks.get(fd);
    if (before === events) return;
    epollCtl(this.#epfd, before === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events);
    this.#masks.set(fd, events);`,
      replace: `    const known = this.#masks.has(fd);
    if (known && this.#masks.get(fd) === events) return;
    if (known) epollCtl(this.#epfd, EPOLL_CTL_MOD, fd, events);
    else epollCtl(this.#epfd, EPOLL_CTL_ADD, fd, events);
    this.#masks.set(fd, events);`,
    },
    {
      file: 'interest.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#masks.delete(fd);`,
      replace: '    if (this.#masks.delete(fd)) epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);',
    },
    {
      file: 'level.ts',
      find: `} from '#sys';`,
      replace: `  EPOLLRDHUP,
  MSG_NOSIGNAL,
  readv,
  sendmsg,
} from '#sys';`,
    },
    {
      file: 'level.ts',
      find: `    for (;;) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
        this.#interest.watch(accepted.fd, EPOLLIN);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause();
        return;
      }
    }`,
      replace: `    const next = () => accept4(this.#listener, SOCK_NONBLOCK);
    for (let going = true; going; ) {
      try {
        for (let one = next(); one !== null; one = next()) {
          this.#interest.watch(one.fd, EPOLLIN | EPOLLRDHUP);
          this.#clients.set(one.fd, { fd: one.fd, peer: one.peer, pending: EMPTY });
        }
        going = false;
      } catch (error) {
        going = goneBefore(error);
        if (nothingLeft(error)) this.#pause();
        else if (!going) throw error;
      }
    }`,
    },
    {
      file: 'level.ts',
      find: `      if (client.pending.length > 0) {
        this.#flush(client);
        return;
      }`,
      replace: '      if (client.pending.length !== 0) return this.#flush(client);',
    },
    {
      file: 'level.ts',
      find: `      void events;
      const n = read(client.fd, this.#buffer);
      if (n === null) return;
      if (n === 0) this.#drop(client);
      else this.#send(client, this.#buffer.subarray(0, n));`,
      replace: `      const half = this.#buffer.length >> 1;
      const n = readv(client.fd, [this.#buffer.subarray(0, half), this.#buffer.subarray(half)]);
      if (n === null || (events === 0 && n === 0)) return;
      if (n > 0) this.#send(client, this.#buffer.subarray(0, n));
      else this.#drop(client);`,
    },
    {
      file: 'level.ts',
      find: `      if (!isSystemError(error)) throw error;
      log(\`lost \${show(client.peer)}: \${error.message}\`);
      this.#drop(client);`,
      replace: `      const { fd, peer } = client;
      if (!isSystemError(error)) throw error;
      this.#drop(client);
      log(\`lost \${show(peer)}, descriptor \${fd}: \${error.code}\`);`,
    },
    {
      file: 'level.ts',
      find: '    const taken = write(client.fd, bytes) ?? 0;',
      replace: '    const taken = sendmsg(client.fd, { buffers: [bytes] }, MSG_NOSIGNAL) ?? 0;',
    },
    {
      file: 'level.ts',
      find: `    if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));
    else client.pending = EMPTY;
    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN);`,
      replace: `    const full = taken < bytes.length;
    client.pending = full ? Buffer.concat([bytes.subarray(taken)]) : EMPTY;
    this.#interest.watch(client.fd, full ? EPOLLOUT : EPOLLIN | EPOLLRDHUP);`,
    },
    {
      file: 'edge.ts',
      find: `} from '#sys';`,
      replace: `  MSG_NOSIGNAL,
  readv,
  sendmsg,
} from '#sys';`,
    },
    {
      file: 'edge.ts',
      find: `    for (;;) {
      try {
        const accepted = accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (accepted === null) return;
        this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
        this.#interest.watch(accepted.fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
      } catch (error) {
        if (goneBefore(error)) continue;
        if (!nothingLeft(error)) throw error;
        this.#pause(wasFull);
        return;
      }
    }`,
      replace: `    let accepted: ReturnType<typeof accept4> = null;
    do {
      try {
        accepted = accept4(this.#listener, SOCK_CLOEXEC | SOCK_NONBLOCK);
      } catch (error) {
        if (goneBefore(error)) return this.#acceptAll();
        if (!nothingLeft(error)) throw error;
        return this.#pause(wasFull);
      }
      if (accepted === null) break;
      this.#clients.set(accepted.fd, { ...accepted, pending: EMPTY });
      this.#interest.watch(accepted.fd, EPOLLET | EPOLLRDHUP | EPOLLOUT | EPOLLIN);
    } while (accepted !== null);`,
    },
    {
      file: 'edge.ts',
      find: `    for (let reads = 0; reads < BUDGET; reads++) {
      while (client.pending.length > 0) {
        const taken = write(client.fd, client.pending);
        if (taken === null) return; // EPOLLOUT will come when there is room
        client.pending = client.pending.subarray(taken);
      }
      const n = read(client.fd, this.#buffer);
      if (n === null) return; // EPOLLIN will come when there is more
      if (n === 0) {
        this.#drop(client);
        return;
      }
      const taken = write(client.fd, this.#buffer, n) ?? 0;
      if (taken < n) client.pending = Buffer.from(this.#buffer.subarray(taken, n));
    }
    this.#unfinished.add(client);`,
      replace: `    const { fd } = client;
    const flushed = (): boolean => {
      if (client.pending.length === 0) return true;
      const taken = sendmsg(fd, { buffers: [client.pending] }, MSG_NOSIGNAL);
      if (taken === null) return false;
      client.pending = client.pending.subarray(taken);
      return flushed();
    };
    const step = (left: number): void => {
      if (!flushed()) return;
      if (left === 0) {
        this.#unfinished.add(client);
        return;
      }
      const piece = Buffer.alloc(this.#buffer.length);
      const n = readv(fd, [piece]);
      if (n === 0) this.#drop(client);
      if (n === 0 || n === null) return;
      client.pending = piece.subarray(0, n);
      step(left - 1);
    };
    step(BUDGET);`,
    },
  ],
});
