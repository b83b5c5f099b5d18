import { style } from '#lesson';

/** The place behind the last job first, jobs refused before they are accepted, a shutdown before close, functions for the parts of a thread's work. */
export default style({
  edits: [
    {
      file: 'pool.ts',
      find: `  return Array.from({ length: count }, (_, index) => startThread(entry, { ...data, index } satisfies ThreadData));`,
      replace: `  const start = (index: number): Thread[] =>
    index < 0 ? [] : [...start(index - 1), startThread(entry, { index, ...data })];
  return start(count - 1);`,
    },
    {
      file: 'queue.ts',
      find: `    const at = (this.#word(HEAD) + this.#word(COUNT)) % this.capacity;
    this.#words[RING + at] = job;
    this.#words[COUNT] = this.#word(COUNT) + 1;
    return true;`,
      replace: `    const ring = this.#words.subarray(RING);
    const count = this.#word(COUNT);
    const tail = this.#word(HEAD) + count;
    this.#words.set([count + 1], COUNT);
    ring.set([job], tail < ring.length ? tail : tail - ring.length);
    return true;`,
    },
    {
      file: 'queue.ts',
      find: `    const taken = this.#mutex.with(() => this.#word(STOPPED) === 0 && this.put(job));
    if (taken) this.#changed.signal();
    return taken;`,
      replace: `    return this.#mutex.with(() => {
      if (this.full || this.#word(STOPPED) === 1) return false;
      this.#changed.signal(); // a thread that wakes waits for the mutex
      return this.put(job);
    });`,
    },
    {
      file: 'queue.ts',
      find: `      while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
      const job = this.get();`,
      replace: `      const jobOrWait = (): number | null => {
        const first = this.get();
        if (first !== null || this.#word(STOPPED) === 1) return first;
        this.#changed.wait(this.#mutex);
        return jobOrWait();
      };
      const job = jobOrWait();`,
    },
    {
      file: 'server.ts',
      find: `      if (this.#queue.full) {
        epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
        return;
      }`,
      replace: `      const { full } = this.#queue;
      if (full) log('the queue is full');
      if (full) return void epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);`,
    },
    {
      file: 'server.ts',
      find: `    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    //#endregion
  }

  /** Refuses`,
      replace: `    if (this.#queue.full || this.#stopping) return;
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
    this.#acceptAll();
    //#endregion
  }

  /** Refuses`,
    },
    {
      file: 'serving.ts',
      find: `      for (const conn of this.#words.subarray(CONNS)) if (conn !== NONE) endRequests(conn);`,
      replace: `      for (let i = this.#words.length - 1; i >= CONNS; i--) {
        const conn = this.#words[i];
        if (conn !== undefined && conn >= 0) endRequests(conn);
      }`,
    },
    {
      file: 'worker.ts',
      find: "import { close, gettid } from '#sys';",
      replace: "import { close, type Fd, gettid, SHUT_WR, shutdown } from '#sys';",
    },
    {
      file: 'worker.ts',
      find: `  for (let conn = queue.take(); conn !== null; conn = queue.take()) {
    try {
      serving.begin(index, conn);
      setPatience(conn, patience * 1000);
      serveFiles(conn, directory, () => serving.stopped);
    } catch (error) {
      log(\`thread \${gettid()} lost a client: \${error instanceof Error ? error.message : String(error)}\`);
    } finally {
      serving.end(index);
      close(conn);
    }
  }`,
      replace: `  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      log(\`a client of thread \${index} is lost: \${error}\`);
    }
  };
  const serve = (conn: Fd): void => {
    serving.begin(index, conn);
    attempt(() => setPatience(conn, 1000 * patience));
    attempt(() => serveFiles(conn, directory, () => serving.stopped));
    serving.end(index);
    attempt(() => void shutdown(conn, SHUT_WR));
    close(conn);
  };
  while (true) {
    const next = queue.take();
    if (next === null) break;
    serve(next);
  }`,
    },
  ],
});
