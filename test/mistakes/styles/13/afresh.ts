import { style } from '#lesson';

/** Bytes are kept until a packet is whole, deadlines are moved when they come, slots rest in a Map, the last free slot is the last to be taken, a worker looks twice. */
export default style({
  edits: [
    {
      file: 'codec.ts',
      find: `  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    crc = (REMAINDERS[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;`,
      replace: `  const rest = bytes.reduce((crc, byte) => (REMAINDERS[(crc & 0xff) ^ byte] ?? 0) ^ (crc >>> 8), 0xffffffff);
  return (rest ^ 0xffffffff) >>> 0;`,
    },
    {
      file: 'packet-reader.ts',
      find: `    let at = 0;
    while (at < bytes.length) {
      if (this.#state === HEAD_INIT) this.#begin(HEADER);
      const taken = bytes.copy(this.#part, this.#got, at);
      at += taken;
      this.#got += taken;
      if (this.#got === this.#part.length) this.#complete(deliver);
      else this.#state = this.#header === null ? HEAD_RECEIVING : BODY_RECEIVING;
    }`,
      replace: `    let rest = Buffer.concat([this.#part.subarray(0, this.#got), bytes]);
    this.#part = rest;
    this.#got = 0;
    while (rest.length >= HEADER) {
      this.#header = decodeHeader(rest.subarray(0, HEADER));
      const { length } = this.#header;
      if (rest.length < length) break;
      this.#part = rest.subarray(HEADER, length);
      rest = rest.subarray(length);
      this.#complete(deliver);
    }
    this.#part = Buffer.from(rest);
    this.#got = rest.length;`,
    },
    {
      file: 'packet-reader.ts',
      find: `    if (this.#header === null) {
      this.#header = decodeHeader(this.#part);
      this.#begin(this.#header.length - HEADER);
      this.#state = BODY_INIT;
      if (this.#part.length > 0) return;
    }
    const [{ code, crc }, body] = [this.#header, this.#part];
    this.#header = null;
    this.#part = NO_BYTES;
    this.#state = HEAD_INIT;
    if (crc32(body) === crc) deliver(code, body);
    else this.dropped++;`,
      replace: `    const { code = 0, crc = -1 } = this.#header ?? {};
    const body = this.#part;
    if (crc32(body) !== crc) this.dropped += 1;
    else deliver(code, body);`,
    },
    {
      file: 'slot-pool.ts',
      find: `    if (this.#word(slot, STATE) !== RESTING) return;
    this.#set(slot, STATE, UNUSED);
    this.#set(slot, NEXT, Atomics.load(this.#words, FREE));
    Atomics.store(this.#words, FREE, slot);`,
      replace: `    if (this.stateOf(slot) !== 'resting') return;
    this.#set(slot, NEXT, NONE);
    this.#set(slot, STATE, UNUSED);
    let last = Atomics.load(this.#words, FREE);
    if (last === NONE) {
      Atomics.store(this.#words, FREE, slot);
      return;
    }
    while (this.#word(last, NEXT) !== NONE) last = this.#word(last, NEXT);
    this.#set(last, NEXT, slot);`,
    },
    {
      file: 'worker.ts',
      find: `  for (let job = jobs.take(); job !== null; job = jobs.take())
    if (pool.isCurrent(job)) answers.put({ ...job, body: compute(job.body, gates) });`,
      replace: `  for (;;) {
    const job = jobs.take();
    if (job === null) return 0;
    const { slot, sequence } = job;
    if (!pool.isCurrent({ slot, sequence })) continue;
    const body = compute(job.body, gates);
    if (pool.isCurrent({ slot, sequence })) answers.put({ slot, sequence, body });
  }`,
    },
    {
      file: 'worker.ts',
      find: `  return 0;
}`,
      replace: '}',
    },
    {
      file: 'heartbeat.ts',
      find: `    if (this.#limit === 0) return;
    this.#due.delete(ticket);
    this.#due.set(ticket, performance.now() + this.#limit);
    this.#timer ??= this.#watcher.loop.runAfter(this.#limit, () => this.#expire());`,
      replace: `    if (this.#limit === 0) return;
    this.#heard.set(ticket, performance.now());
    if (!this.#due.has(ticket)) this.#due.set(ticket, performance.now() + this.#limit);
    this.#arm();`,
    },
    {
      file: 'heartbeat.ts',
      find: `    const now = performance.now();
    for (const [ticket, due] of this.#due) {
      if (due > now) {
        this.#timer = this.#watcher.loop.runAfter(due - now, () => this.#expire());
        return;
      }
      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.look(ticket);
      if (this.#due.get(ticket) !== due) continue;
      this.#due.delete(ticket);
      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.silent(ticket);
    }
    this.#timer = null;`,
      replace: `    const { pool } = this.#watcher;
    const soon: Ticket[] = [];
    for (const [ticket, due] of this.#due) if (due <= performance.now()) soon.push(ticket);
    for (const ticket of soon) {
      if (pool.isCurrent(ticket)) this.#watcher.look(ticket);
      this.#due.delete(ticket);
      const due = (this.#heard.get(ticket) ?? 0) + this.#limit;
      if (!pool.isCurrent(ticket)) this.#heard.delete(ticket);
      else if (due > performance.now()) this.#due.set(ticket, due);
      else this.#watcher.silent(ticket);
    }
    this.#timer = null;
    this.#arm();`,
    },
    {
      file: 'heartbeat.ts',
      find: '  /** The first deadline has come, unless',
      replace: `  readonly #heard = new Map<Ticket, number>();

  #arm(): void {
    if (this.#timer !== null || this.#due.size === 0) return;
    const first = Math.min(...this.#due.values());
    this.#timer = this.#watcher.loop.runAfter(Math.max(0, first - performance.now()), () => this.#expire());
  }

  /** The first deadline has come, unless`,
    },
    {
      file: 'recycler.ts',
      find: `    this.#resting.push({ slot, due: performance.now() + this.#rest });
    this.#timer ??= this.#loop.runAfter(this.#rest, () => this.#recycle());`,
      replace: `    const due = performance.now() + this.#rest;
    this.#resting.unshift({ slot, due });
    if (this.#timer === null) this.#timer = this.#loop.runAfter(this.#rest, () => this.#recycle());`,
    },
    {
      file: 'recycler.ts',
      find: `    const now = performance.now();
    this.#timer = null;
    const first = this.#resting.findIndex(({ due }) => due > now);
    const ready = this.#resting.splice(0, first < 0 ? this.#resting.length : first);
    for (const { slot } of ready) this.#pool.recycle(slot);
    const [next] = this.#resting;
    if (next !== undefined) this.#timer = this.#loop.runAfter(next.due - now, () => this.#recycle());`,
      replace: `    for (let last = this.#resting.at(-1); last !== undefined; last = this.#resting.at(-1)) {
      const left = last.due - performance.now();
      if (left > 0) {
        this.#timer = this.#loop.runAfter(left, () => this.#recycle());
        return;
      }
      this.#resting.pop();
      this.#pool.recycle(last.slot);
    }
    this.#timer = null;`,
    },
    {
      file: 'server.ts',
      find: '    if (this.pool.isCurrent({ slot, sequence })) this.#clients[slot]?.send(encode(WORK, body));',
      replace: `    const client = this.#clients[slot];
    if (client?.ticket.sequence === sequence) client.send(encode(WORK, body));`,
    },
    {
      file: 'server.ts',
      find: `    this.#acceptor.close();
    this.#workers.close();
    this.loop.runAfter(this.#options.grace, () => this.#each((client) => client.close('does not read, at the stop')));
    this.#each((client) => client.finish());
    this.#stopped();`,
      replace: `    this.#acceptor.close();
    this.#workers.close();
    for (const client of this.#clients) client?.finish();
    if (this.#connected === 0) this.#stopped();
    else this.loop.runAfter(this.#options.grace, () => this.#each((client) => client.close('took too long')));`,
    },
  ],
});
