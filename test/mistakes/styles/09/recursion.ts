import { style } from '#lesson';

/** Recursion and arrays for the loops, missed periods left out, ten times as many small reads, the connections finished from the last. */
export default style({
  edits: [
    {
      file: 'poller.ts',
      find: `    if (this.#watched[watched.fd] !== watched) return;
    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);
    this.#watched[watched.fd] = undefined;`,
      replace: `    if (!this.#watched.includes(watched)) return;
    delete this.#watched[watched.fd];
    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);`,
    },
    {
      file: 'channel.ts',
      find: `    if (events === this.#events && this.#watched) return;
    this.#events = events;
    this.#watched = true;
    this.#poller.update(this);`,
      replace: `    const changed = !this.#watched || (events ^ this.#events) !== 0;
    [this.#events, this.#watched] = [events, true];
    if (changed) this.#poller.update(this);`,
    },
    {
      file: 'channel.ts',
      find: `    if ((events & ~EPOLLOUT) !== 0) {
      if (this.reading || !this.writing) this.onReadable();
      else this.onWritable(); // not reading now: the write reports the error
    }
    if ((events & EPOLLOUT) !== 0 && this.#watched && this.writing) this.onWritable();`,
      replace: `    const onlyWrites = this.writing && !this.reading;
    const other = (events | EPOLLOUT) !== EPOLLOUT;
    if (other && onlyWrites) this.onWritable();
    if (other && !onlyWrites) this.onReadable();
    if ((events & EPOLLOUT) === EPOLLOUT && this.#watched && this.writing) this.onWritable();`,
    },
    {
      file: 'loop.ts',
      find: `    this.#running = true;
    while (!this.#quitting) {
      if (this.poller.poll(this.#tasks.length > 0 ? 0 : -1) > 0) this.wakeups++;
      this.#runTasks();
    }
    this.#runTasks();
    this.#quitting = false;
    this.#running = false;`,
      replace: `    this.#running = true;
    for (; !this.#quitting; this.#runTasks()) {
      const timeout = Math.max(-1, Math.min(0, this.#tasks.length - 1));
      const ready = this.poller.poll(timeout);
      this.wakeups += Math.sign(ready);
    }
    this.#runTasks();
    this.#running = this.#quitting = false;`,
    },
    {
      file: 'loop.ts',
      find: `    if (this.#tasks.length === 0) return;
    const tasks = this.#tasks;
    this.#tasks = [];
    for (const task of tasks) task();`,
      replace: `    for (let left = this.#tasks.length; left > 0; left--) this.#tasks.shift()?.();`,
    },
    {
      file: 'timers.ts',
      find: `    for (let timer = this.#heap.earliest; timer !== undefined && timer.due <= now; timer = this.#heap.earliest) {
      this.#heap.remove(timer);
      if (timer.every > 0) {
        timer.due = Math.max(timer.due + timer.every, now);
        this.#heap.add(timer);
      }
      timer.task();
      if (timer.every > 0 && timer.due <= now) break; // slower than its own period: the loop goes on
    }`,
      replace: `    const expireNext = (): void => {
      const timer = this.#heap.earliest;
      if (timer === undefined || timer.due > now) return;
      this.#heap.remove(timer);
      const { every, due, task } = timer;
      if (every > 0) {
        timer.due = due + every * (1 + Math.floor((now - due) / every)); // periods that were missed are left out
        this.#heap.add(timer);
      }
      task();
      expireNext();
    };
    expireNext();`,
    },
    {
      file: 'acceptor.ts',
      find: `    log(\`pauses accepting: \${why}\`);
    this.#channel.setReading(false);
    this.#retry = this.#loop.runAfter(RETRY_MS, () => this.resume());`,
      replace: `    const resume = this.resume.bind(this);
    this.#retry = this.#loop.runAfter(RETRY_MS, resume);
    this.#channel.setReading(false);
    log(\`nobody comes in: \${why}\`);`,
    },
    { file: 'connection.ts', find: 'const READ_BYTES = 65_536;', replace: 'const READ_BYTES = 6000;' },
    { file: 'connection.ts', find: 'const BUDGET = 16;', replace: 'const BUDGET = 5;' },
    {
      file: 'tcp-server.ts',
      find: `    for (const connection of this.connections) {
      if (connection.lastActive > since) continue;
      log(\`closes \${show(connection.peer)}: silent for \${idle} ms\`);
      connection.close();
    }`,
      replace: `    const silent = [...this.connections].filter(({ lastActive }) => lastActive <= since);
    silent.forEach((connection) => {
      connection.close();
      log(\`\${show(connection.peer)} has said nothing for a while\`);
    });`,
    },
    {
      file: 'tcp-server.ts',
      find: `    if (this.#stopping) {
      for (const connection of [...this.connections]) connection.close();
      return;
    }
    this.#stopping = true;
    this.#acceptor.close();
    log(\`stopping, with \${this.connections.size} connections\`);
    this.#loop.runAfter(this.#grace, () => this.stop());
    for (const connection of [...this.connections]) connection.finish();
    this.#stopped();`,
      replace: `    const open = Array.from(this.connections).reverse();
    if (this.#stopping) return open.forEach((connection) => void connection.close());
    this.#stopping = true;
    open.forEach((connection) => void connection.finish());
    this.#acceptor.close();
    this.#stopped();
    if (this.connections.size > 0) this.#loop.runAfter(this.#grace, () => this.stop());`,
    },
    {
      file: 'resp-parser.ts',
      find: `    for (let i = 0; i < count; i++) {
      const header = this.#at;
      if (header >= bytes.length) return -1;
      if (bytes[header] !== DOLLAR) throw new ProtocolError(\`expected '$', got '\${printable(bytes[header])}'\`);
      const length = this.#number(bytes, header + 1);
      if (length < 0) return -1;
      if (length > MAX_BULK) throw new ProtocolError('invalid bulk length');
      const end = this.#at + length;
      if (end - at > MAX_REQUEST) throw new ProtocolError('request too large');
      if (end + 2 > bytes.length) return -1;
      if (bytes[end] !== CR || bytes[end + 1] !== LF) throw new ProtocolError('a bulk string does not end in CRLF');
      this.begins[i] = this.#at;
      this.ends[i] = end;
      this.lastHeader = header;
      this.#at = end + 2;
    }
    this.count = count;
    return this.#at;`,
      replace: `    const rest = (i: number): number => {
      if (i === count) {
        this.count = i;
        return this.#at;
      }
      const header = this.#at;
      const sign = bytes[header];
      if (sign === undefined) return -1;
      if (sign !== DOLLAR) throw new ProtocolError(\`that is no $: \${printable(sign)}\`);
      const length = this.#number(bytes, header + 1);
      if (length === -1) return -1;
      const begin = this.#at;
      const end = begin + length;
      if (length > MAX_BULK || end > at + MAX_REQUEST) throw new ProtocolError('too long');
      if (bytes.length - end < 2) return -1;
      if (bytes.readUInt16BE(end) !== ((CR << 8) | LF)) throw new ProtocolError('no CRLF');
      this.#at = end + 2;
      this.lastHeader = header;
      this.begins.set([begin], i);
      this.ends.set([end], i);
      return rest(i + 1);
    };
    return rest(0);`,
    },
    {
      file: 'resp.ts',
      find: `      values.set(
        text(bytes, 1),
        request.lastHeader < 0 ? bulk(part(bytes, 2)) : Buffer.from(bytes.subarray(request.lastHeader, next)),
      );
      return OK;`,
      replace: `      {
        const value = bulk(part(bytes, 2));
        values.set(text(bytes, 1), Buffer.concat([value]));
      }
      return OK;`,
    },
  ],
});
