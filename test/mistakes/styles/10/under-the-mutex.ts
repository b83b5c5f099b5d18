import { style } from '#lesson';

/** The eventfd and the condition are used under the mutex, lock and unlock in finally, answers sent one by one, threads joined from the last. */
export default style({
  edits: [
    {
      file: 'ring.ts',
      find: `    if (this.full) return false;
    this.#store((this.#word(HEAD) + this.count) % this.capacity, task);
    this.#words[COUNT] = this.count + 1;
    return true;`,
      replace: `    const { capacity, count } = this;
    if (count >= capacity) return false;
    const behind = this.#word(HEAD) + count;
    this.#store(behind < capacity ? behind : behind - capacity, task);
    Atomics.add(this.#words, COUNT, 1);
    return true;`,
    },
    {
      file: 'ring.ts',
      find: `    if (this.count === 0) return null;
    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
    this.#words[COUNT] = this.count - 1;
    return this.#load(head);`,
      replace: `    if (this.count < 1) return null;
    const oldest = this.#word(HEAD);
    const task = this.#load(oldest);
    const next = oldest + 1;
    this.#words.set([next === this.capacity ? 0 : next, this.count - 1], HEAD);
    return task;`,
    },
    {
      file: 'task-queue.ts',
      find: `    this.#mutex.with(() => {
      while (!this.#ring.put(task)) this.#room.wait(this.#mutex);
    });
    eventfdWrite(this.#wake);`,
      replace: `    this.#mutex.lock();
    try {
      while (this.#ring.full) this.#room.wait(this.#mutex);
      this.#ring.put(task);
      eventfdWrite(this.#wake);
    } finally {
      this.#mutex.unlock();
    }`,
    },
    {
      file: 'task-queue.ts',
      find: `    eventfdRead(this.#wake);
    const tasks: Task[] = [];
    this.#mutex.with(() => {
      for (let task = this.#ring.get(); task !== null; task = this.#ring.get()) tasks.push(task);
    });
    this.#room.broadcast();
    for (const task of tasks) run(task);`,
      replace: `    const takeAll = (): Task[] => {
      const task = this.#ring.get();
      return task === null ? [] : [task, ...takeAll()];
    };
    this.#mutex.lock();
    let tasks: Task[];
    try {
      eventfdRead(this.#wake);
      tasks = takeAll();
      this.#room.broadcast();
    } finally {
      this.#mutex.unlock();
    }
    tasks.forEach((task) => void run(task));`,
    },
    {
      file: 'loop-pool.ts',
      find: `    this.#queues[this.#next]?.post(task(ADOPT, { fd, number: port }));
    this.#next = (this.#next + 1) % this.#queues.length;`,
      replace: `    const queue = this.#queues[this.#next++ % this.#queues.length];
    queue?.post(task(ADOPT, { number: port, fd }));`,
    },
    {
      file: 'loop-pool.ts',
      find: `    return this.#threads.map((thread) => thread.join());`,
      replace: `    const statuses: number[] = [];
    for (let i = this.#threads.length - 1; i >= 0; i--) statuses[i] = this.#threads[i]?.join() ?? 0;
    return statuses;`,
    },
    {
      file: 'client.ts',
      find: `    const open = this.#answers.indexOf(null);
    const ready = this.#answers.splice(0, open < 0 ? this.#answers.length : open) as string[];
    if (ready.length === 0) return;
    this.#oldest += ready.length;
    this.connection.send(framesOf(ready));`,
      replace: `    for (let first = this.#answers[0]; typeof first === 'string'; first = this.#answers[0]) {
      this.#answers.shift();
      this.#oldest += 1;
      this.connection.send(framesOf([first]));
    }`,
    },
    {
      file: 'owner.ts',
      find: `    this.#finishing = true;
    this.#loop.runAfter(grace, () => {
      for (const { connection } of [...this.#clients.values()]) connection.close();
    });
    for (const { connection } of [...this.#clients.values()]) connection.finish();
    this.#ended();`,
      replace: `    const connections = Array.from(this.#clients.values(), ({ connection }) => connection);
    connections.forEach((connection) => void connection.finish());
    this.#finishing = true;
    this.#loop.runAfter(grace, () => connections.forEach((connection) => void connection.close()));
    this.#ended();`,
    },
    {
      file: 'bank.ts',
      find: `    if (amount <= 0 || from === to) return 'nothing to transfer';
    return this.#mutex(Math.min(from, to)).with(() =>
      this.#mutex(Math.max(from, to)).with(() => {
        const [has, had] = [this.#balances[from] as number, this.#balances[to] as number];
        if (has < amount) return 'not enough';
        if (!this.#record(from, to, amount, id)) return 'the books are full';
        this.#balances[from] = has - amount;
        this.#balances[to] = had + amount;
        return null;
      }),
    );`,
      replace: `    if (from === to || amount < 1) return 'nothing to transfer';
    const locks = [from, to].sort((a, b) => a - b).map((account) => this.#mutex(account));
    for (const lock of locks) lock.lock();
    try {
      const left = (this.#balances[from] as number) - amount;
      if (left < 0) return 'not enough';
      if (!this.#record(from, to, amount, id)) return 'the books are full';
      Atomics.add(this.#balances, to, amount);
      Atomics.store(this.#balances, from, left);
    } finally {
      for (const lock of locks) lock.unlock();
    }
    return null;`,
    },
    {
      file: 'server.ts',
      find: `    for (const worker of this.#workers) worker.join();
    this.#pool.finish(this.#grace);`,
      replace: `    [...this.#workers].reverse().forEach((worker) => void worker.join());
    log('the workers have ended');
    this.#pool.finish(this.#grace);`,
    },
  ],
});
