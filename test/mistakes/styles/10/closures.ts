import { style } from '#lesson';

/** A join in a loop, recursion in the worker, the generation checked first, an id for each books entry, a stop without the loop's task queue. */
export default style({
  edits: [
    {
      file: 'loop-pool.ts',
      find: `    this.#threads = this.#queues.map((queue, index) =>
      startThread(entry, { ...share, index, queue: queue.share() } satisfies LoopData),
    );`,
      replace: `    const threads: Thread[] = [];
    for (const [index, queue] of this.#queues.entries()) {
      const data: LoopData = { index, queue: queue.share(), ...share };
      threads.push(startThread(entry, data));
    }
    this.#threads = threads;`,
    },
    {
      file: 'loop-pool.ts',
      find: `    this.#ready++;
    return this.#ready === this.#threads.length;`,
      replace: `    return ++this.#ready >= this.#queues.length;`,
    },
    {
      file: 'loop-thread.ts',
      find: `  const loop = new EventLoop();
  const owner = new Owner(loop, data);
  const channel = TaskQueue.from(data.queue).attach(loop, (each) => owner.handle(each));
  TaskQueue.from(data.inbox).post(task(READY, { from: data.index }));
  loop.run();
  channel.remove();
  loop.close();`,
      replace: `  const loop = new EventLoop();
  const [own, main] = [TaskQueue.from(data.queue), TaskQueue.from(data.inbox)];
  const owner = new Owner(loop, data);
  loop.runInLoop(() => main.post(task(READY, { from: data.index }))); // in the first round
  const channel = own.attach(loop, owner.handle.bind(owner));
  try {
    loop.run();
  } finally {
    channel.remove();
    loop.close();
  }`,
    },
    {
      file: 'task-queue.ts',
      find: `    this.#mutex.with(() => {
      while (!this.#ring.put(task)) this.#room.wait(this.#mutex);
    });
    eventfdWrite(this.#wake);`,
      replace: `    const putOrWait = (): void => {
      if (this.#ring.put(task)) return;
      this.#room.wait(this.#mutex);
      putOrWait();
    };
    this.#mutex.with(putOrWait);
    eventfdWrite(this.#wake, 2);`,
    },
    {
      file: 'client.ts',
      find: `    const taken = this.#jobs.offer(
      task(JOB, { from: this.#loop, fd: this.fd, generation: this.generation, number, text: job }),
    );
    if (!taken) this.#answers[number - this.#oldest] = 'error busy';`,
      replace: `    const { fd, generation } = this;
    if (this.#jobs.offer(task(JOB, { from: this.#loop, fd, generation, number, text: job }))) return;
    this.#answers.splice(number - this.#oldest, 1, 'error busy');`,
    },
    {
      file: 'client.ts',
      find: `    this.#answers[number - this.#oldest] = text;
    this.connection.lastActive = performance.now();
    this.#send();`,
      replace: `    this.connection.lastActive = performance.now();
    this.#answers.splice(number - this.#oldest, 1, text);
    if (number === this.#oldest) this.#send();`,
    },
    {
      file: 'owner.ts',
      find: `    const since = performance.now() - idle;
    for (const { connection, waiting } of [...this.#clients.values()]) {
      if (waiting || connection.lastActive > since) continue;
      log(\`loop \${this.#index} closes \${show(connection.peer)}: silent for \${idle} ms\`);
      connection.close();
    }`,
      replace: `    const now = performance.now();
    const silent = [...this.#clients.values()].filter(
      ({ connection, waiting }) => !waiting && now - connection.lastActive >= idle,
    );
    silent.forEach(({ connection }) => {
      connection.close();
      log(\`\${show(connection.peer)} has been silent\`);
    });`,
    },
    {
      file: 'owner.ts',
      find: `      const client = new Client(connection, { ...this.#shared, fd, generation: ++this.#generation });
      this.#clients.set(fd, client);
      connection.onClose = () => {
        this.#clients.delete(fd);
        this.#ended();
      };`,
      replace: `      this.#generation += 7;
      const client = new Client(connection, { fd, generation: this.#generation, ...this.#shared });
      const forget = (): void => {
        if (this.#clients.get(fd) === client) this.#clients.delete(fd);
        this.#ended();
      };
      connection.onClose = forget;
      this.#clients.set(fd, client);`,
    },
    {
      file: 'bank.ts',
      find: `    return this.#mutex(0).with(() => {
      const at = 1 + ENTRY * (this.#books[0] as number);
      if (at + ENTRY > this.#books.length) return false;
      this.#books.set([from, to, amount, id], at);
      this.#books[0] = (this.#books[0] as number) + 1;
      return true;
    });`,
      replace: `    const mutex = this.#mutex(0);
    mutex.lock();
    const written = this.#books[0] as number;
    const most = Math.floor((this.#books.length - 1) / ENTRY);
    if (written < most) {
      [from, to, amount, id].forEach((word, i) => {
        this.#books[1 + ENTRY * written + i] = word;
      });
      this.#books[0] = written + 1;
    }
    mutex.unlock();
    return written < most;`,
    },
    {
      file: 'bank.ts',
      find: `    return this.#mutex(Math.min(from, to)).with(() =>
      this.#mutex(Math.max(from, to)).with(() => {
        const [has, had] = [this.#balances[from] as number, this.#balances[to] as number];
        if (has < amount) return 'not enough';
        if (!this.#record(from, to, amount, id)) return 'the books are full';
        this.#balances[from] = has - amount;
        this.#balances[to] = had + amount;
        return null;
      }),
    );`,
      replace: `    const move = (): string | null => {
      const has = this.#balances[from] ?? 0;
      if (amount > has) return 'not enough';
      const recorded = this.#record(from, to, amount, id);
      for (const [account, change] of recorded ? [[from, -amount], [to, amount]] as const : [])
        this.#balances[account] = (this.#balances[account] ?? 0) + change;
      return recorded ? null : 'the books are full';
    };
    const [lower, higher] = from < to ? [from, to] : [to, from];
    return this.#mutex(lower).with(() => this.#mutex(higher).with(move));`,
    },
    {
      file: 'server.ts',
      find: `    if (this.#stopping) _exit(1);
    this.#stopping = true;
    this.#loop.queueInLoop(() => this.#stop());`,
      replace: `    const before = this.#stopping;
    this.#stopping = true;
    if (before) _exit(1);
    else this.#loop.queueInLoop(this.#stop.bind(this));`,
    },
    {
      file: 'worker.ts',
      find: `  for (let job = jobs.take(); job !== null; job = jobs.take())
    queues[job.from]?.post({ ...job, kind: ANSWER, text: compute(job.text, gates) });`,
      replace: `  while (true) {
    const job = jobs.take();
    if (job === null) return 0;
    const text = compute(job.text, gates);
    const queue = queues.find((_, index) => index === job.from);
    if (queue !== undefined) queue.post({ ...job, text, kind: ANSWER });
  }`,
    },
    {
      file: 'worker.ts',
      find: `  //#endregion
  return 0;
}`,
      replace: `  //#endregion
}`,
    },
  ],
});
