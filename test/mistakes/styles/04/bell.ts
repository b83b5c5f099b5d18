import { style } from '#lesson';

/** Masks in an array, one connection or several reads for an event, and an eventfd that ends the edge-triggered server. */
export default style({
  edits: [
    {
      file: 'interest.ts',
      find: 'readonly #masks = new Map<Fd, number>();',
      replace: 'readonly #masks: (number | undefined)[] = [];',
    },
    {
      file: 'interest.ts',
      find: '    this.#epfd = epollCreate1(EPOLL_CLOEXEC);',
      replace: '    this.#epfd = epollCreate1();',
    },
    {
      file: 'interest.ts',
      find: `    const before = this.#masks.get(fd);
    if (before === events) return;
    epollCtl(this.#epfd, before === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, events);
    this.#masks.set(fd, events);`,
      replace: `    if (this.#masks[fd] === events) return;
    const op = this.#masks[fd] === undefined ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    this.#masks[fd] = events;
    epollCtl(this.#epfd, op, fd, events);`,
    },
    {
      file: 'interest.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#masks.delete(fd);`,
      replace: `    this.#masks[fd] = undefined;
    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd, 0);`,
    },
    {
      file: 'interest.ts',
      find: `      if (isSystemError(error, 'EINTR')) return [];
      throw error;`,
      replace: `      if (!isSystemError(error, 'EINTR')) throw error;
      return [];`,
    },
    {
      file: 'level.ts',
      find: `} from '#sys';`,
      replace: `  accept,
  shutdown,
  SHUT_WR,
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
      replace: `    try {
      const connection = accept(this.#listener);
      if (connection === null) return;
      const { fd, peer } = connection;
      setNonblocking(fd, true);
      this.#clients.set(fd, { fd, peer, pending: EMPTY });
      this.#interest.watch(fd, EPOLLIN);
    } catch (error) {
      if (nothingLeft(error)) this.#pause();
      else if (!goneBefore(error)) throw error;
    }`,
    },
    {
      file: 'level.ts',
      find: `      void events;
      const n = read(client.fd, this.#buffer);
      if (n === null) return;
      if (n === 0) this.#drop(client);
      else this.#send(client, this.#buffer.subarray(0, n));`,
      replace: `      log(\`events \${events} of \${show(client.peer)}\`);
      for (let i = 0; i < 4 && client.pending.length === 0; i++) {
        const n = read(client.fd, this.#buffer);
        if (n === null) break;
        if (n > 0) {
          this.#send(client, this.#buffer.subarray(0, n));
          continue;
        }
        shutdown(client.fd, SHUT_WR);
        this.#drop(client);
        return;
      }`,
    },
    {
      file: 'level.ts',
      find: '    const taken = write(client.fd, bytes) ?? 0;',
      replace: `    let taken = 0;
    while (taken < bytes.length) {
      const n = write(client.fd, bytes.subarray(taken));
      if (n === null) break;
      taken += n;
    }`,
    },
    {
      file: 'level.ts',
      find: `    if (taken < bytes.length) client.pending = Buffer.from(bytes.subarray(taken));
    else client.pending = EMPTY;
    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN);`,
      replace: `    client.pending = Buffer.alloc(bytes.length - taken);
    client.pending.set(bytes.subarray(taken));
    const mask = client.pending.length === 0 ? EPOLLIN : EPOLLOUT;
    this.#interest.watch(client.fd, mask);`,
    },
    {
      file: 'edge.ts',
      find: `} from '#sys';`,
      replace: `  accept,
  eventfd,
  eventfdWrite,
  EFD_NONBLOCK,
} from '#sys';`,
    },
    {
      file: 'edge.ts',
      find: '  #stopping = false;',
      replace: `  #stopping = false;
  /** Rings when the server is to stop. */
  readonly #bell = eventfd(0, EFD_NONBLOCK);`,
    },
    {
      file: 'edge.ts',
      find: '    this.#interest.watch(listener, EPOLLIN | EPOLLET);',
      replace: `    this.#interest.watch(this.#bell, EPOLLIN);
    this.#interest.watch(listener, EPOLLET + EPOLLIN);`,
    },
    {
      file: 'edge.ts',
      find: '    this.#stopping = true;',
      replace: '    eventfdWrite(this.#bell, 1);',
    },
    {
      file: 'edge.ts',
      find: 'else if (fd === this.#listener) this.#acceptAll();',
      replace: `else if (fd === this.#listener) this.#acceptAll();
        else if (fd === this.#bell) this.#stopping = true;`,
    },
    {
      file: 'edge.ts',
      find: `    close(this.#listener);
`,
      replace: `    close(this.#listener);
    close(this.#bell);
`,
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
      replace: `    const one = (): boolean => {
      const connection = accept(this.#listener);
      if (connection === null) return false;
      const { fd } = connection;
      setNonblocking(fd, true);
      this.#interest.watch(fd, EPOLLIN | EPOLLET | EPOLLOUT | EPOLLRDHUP);
      this.#clients.set(fd, { ...connection, pending: EMPTY });
      return true;
    };
    let more = true;
    while (more) {
      try {
        more = one();
      } catch (error) {
        if (nothingLeft(error)) {
          this.#pause(wasFull);
          return;
        }
        if (!goneBefore(error)) throw error;
      }
    }`,
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
      replace: `    let budget = BUDGET;
    do {
      if (client.pending.length > 0) {
        const taken = write(client.fd, client.pending);
        if (taken === null) return;
        client.pending = client.pending.subarray(taken);
      } else {
        budget--;
        const n = read(client.fd, this.#buffer);
        if (n === null) return;
        if (n === 0) return this.#drop(client);
        client.pending = Buffer.from(this.#buffer.subarray(0, n));
      }
    } while (budget > 0 || client.pending.length > 0);
    this.#unfinished.add(client);`,
    },
  ],
});
