import { style } from '#lesson';

/** Atomics on the words, lock and unlock in finally, signals under the mutex, one connection a wake-up, threads joined from the last. */
export default style({
  edits: [
    {
      file: 'pool.ts',
      find: `  return Array.from({ length: count }, (_, index) => startThread(entry, { ...data, index } satisfies ThreadData));`,
      replace: `  const threads: Thread[] = [];
  while (threads.length < count) {
    const own: ThreadData = { ...data, index: threads.length };
    threads.push(startThread(entry, own));
  }
  return threads;`,
    },
    {
      file: 'queue.ts',
      find: `    if (this.full) return false;
    const at = (this.#word(HEAD) + this.#word(COUNT)) % this.capacity;
    this.#words[RING + at] = job;
    this.#words[COUNT] = this.#word(COUNT) + 1;
    return true;`,
      replace: `    const count = Atomics.load(this.#words, COUNT);
    if (count >= this.capacity) return false;
    let at = RING + Atomics.load(this.#words, HEAD) + count;
    if (at >= this.#words.length) at -= this.capacity;
    Atomics.store(this.#words, at, job);
    Atomics.add(this.#words, COUNT, 1);
    return true;`,
    },
    {
      file: 'queue.ts',
      find: `    if (this.#word(COUNT) === 0) return null;
    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
    this.#words[COUNT] = this.#word(COUNT) - 1;
    return this.#word(RING + head);`,
      replace: `    if (Atomics.load(this.#words, COUNT) < 1) return null;
    const head = Atomics.add(this.#words, HEAD, 1);
    if (head === this.capacity - 1) Atomics.store(this.#words, HEAD, 0);
    Atomics.sub(this.#words, COUNT, 1);
    return Atomics.load(this.#words, RING + head);`,
    },
    {
      file: 'queue.ts',
      find: `    const taken = this.#mutex.with(() => this.#word(STOPPED) === 0 && this.put(job));
    if (taken) this.#changed.signal();
    return taken;`,
      replace: `    this.#mutex.lock();
    try {
      if (Atomics.load(this.#words, STOPPED) !== 0) return false;
      if (!this.put(job)) return false;
      this.#changed.signal();
      return true;
    } finally {
      this.#mutex.unlock();
    }`,
    },
    {
      file: 'queue.ts',
      find: `      while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
      const job = this.get();`,
      replace: `      let found = this.get();
      while (found === null) {
        if (Atomics.load(this.#words, STOPPED) !== 0) return null;
        this.#changed.wait(this.#mutex);
        found = this.get();
      }
      const job: number | null = found;`,
    },
    {
      file: 'queue.ts',
      find: 'if (job !== null && this.#word(COUNT) === this.capacity - 1) eventfdWrite(this.#share.room);',
      replace: `const left = Atomics.load(this.#words, COUNT);
      if (job !== null && left + 1 === this.capacity) eventfdWrite(this.#share.room, 3);`,
    },
    {
      file: 'queue.ts',
      find: `    this.#mutex.with(() => {
      this.#words[STOPPED] = 1;
    });
    this.#changed.broadcast();`,
      replace: `    this.#mutex.lock();
    Atomics.store(this.#words, STOPPED, 1);
    this.#changed.broadcast();
    this.#mutex.unlock();`,
    },
    {
      file: 'serving.ts',
      find: `    this.#mutex.with(() => {
      this.#words[CONNS + index] = conn;
      if (this.#words[STOPPED] === 1) endRequests(conn);
    });`,
      replace: `    const ended = this.#mutex.with(() => {
      Atomics.store(this.#words, CONNS + index, conn);
      return this.stopped;
    });
    if (ended) endRequests(conn);`,
    },
    {
      file: 'serving.ts',
      find: `      this.#words[STOPPED] = 1;
      for (const conn of this.#words.subarray(CONNS)) if (conn !== NONE) endRequests(conn);`,
      replace: `      Atomics.store(this.#words, STOPPED, 1);
      [...this.#words].slice(CONNS).filter((conn) => conn !== NONE).forEach(endRequests);`,
    },
    {
      file: 'server.ts',
      find: `      if (!this.#queue.offer(accepted.fd)) close(accepted.fd);
`,
      replace: `      if (!this.#queue.offer(accepted.fd)) close(accepted.fd);
      return; // level-triggered: the next one is reported again
`,
    },
    {
      file: 'server.ts',
      find: `    this.#queue.stop();
    this.#serving.stop();
    for (const thread of this.#threads) thread.join();`,
      replace: `    this.#serving.stop();
    this.#queue.stop();
    for (const thread of [...this.#threads].reverse()) log(\`a thread ended with \${thread.join()}\`);`,
    },
  ],
});
