import { style } from '#lesson';

/**
 * Model 5 and the proactor: counts taken from the head, a copy of the completions before their handlers run, a
 * wait only where nothing has completed, a DataView for the buffers, and the other order of independent steps.
 */
export default style({
  edits: [
    {
      file: 'ring.ts',
      find: `    if (this.#prepared === this.#ring.sqEntries) this.submit(0);
    const at = (this.#tail & (this.#ring.sqEntries - 1)) * ENTRY_WORDS;
    const sqes = this.#sqes;
    sqes.fill(0, at, at + ENTRY_WORDS);
    sqes[at + WORD.opcode] = opcode;
    sqes[at + WORD.fd] = fd;
    sqes[at + WORD.addr] = address | 0;
    sqes[at + WORD.addr + 1] = (address / 2 ** 32) | 0;
    sqes[at + WORD.len] = length;
    sqes[at + WORD.userData] = tag;
    sqes[at + WORD.userData + 1] = fd;
    this.#tail = (this.#tail + 1) | 0;
    this.#prepared++;
    this.underWay++;`,
      replace: `    const { sqEntries } = this.#ring;
    while (this.#prepared >= sqEntries) this.submit(0);
    const at = ((this.#tail >>> 0) % sqEntries) * ENTRY_WORDS;
    const words = new Array<number>(ENTRY_WORDS).fill(0);
    words[WORD.opcode] = opcode;
    words[WORD.fd] = fd;
    words[WORD.addr] = address % 2 ** 32;
    words[WORD.addr + 1] = Math.floor(address / 2 ** 32);
    words[WORD.len] = length;
    words[WORD.userData] = tag;
    words[WORD.userData + 1] = fd;
    this.#sqes.set(words, at);
    this.#tail = (this.#tail + 1) | 0;
    this.#prepared += 1;
    this.underWay += 1;`,
    },
    {
      file: 'ring.ts',
      find: `    Atomics.store(this.#words, this.#ring.sqOff.tail >> 2, this.#tail);
    try {
      this.#prepared -= ioUringEnter(this.fd, this.#prepared, wait, IORING_ENTER_GETEVENTS);
    } catch (error) {
      if (!AGAIN.some((code) => isSystemError(error, code))) throw error;
    }`,
      replace: `    const { head, tail } = this.#ring.sqOff;
    Atomics.store(this.#words, tail >> 2, this.#tail);
    try {
      ioUringEnter(this.fd, this.#prepared, wait, IORING_ENTER_GETEVENTS);
    } catch (error) {
      if (!isSystemError(error) || !(AGAIN as readonly string[]).includes(error.code)) throw error;
    } finally {
      this.#prepared = (this.#tail - Atomics.load(this.#words, head >> 2)) | 0;
    }`,
    },
    {
      file: 'ring.ts',
      find: `    let head = words[headAt >> 2] as number;
    for (const tail = Atomics.load(words, tailAt >> 2); head !== tail; head = (head + 1) | 0) {
      const at = (cqes >> 2) + (head & (this.#ring.cqEntries - 1)) * COMPLETION_WORDS;
      const flags = words[at + 3] as number;
      if ((flags & IORING_CQE_F_MORE) === 0) this.underWay--;
      done(words[at] as number, words[at + 1] as number, words[at + 2] as number, flags);
    }
    Atomics.store(words, headAt >> 2, head);`,
      replace: `    const tail = Atomics.load(words, tailAt >> 2);
    const taken: Int32Array[] = [];
    for (let head = Atomics.load(words, headAt >> 2); head !== tail; head = (head + 1) | 0) {
      const at = (cqes >> 2) + (head & (this.#ring.cqEntries - 1)) * COMPLETION_WORDS;
      taken.push(words.slice(at, at + COMPLETION_WORDS));
    }
    Atomics.store(words, headAt >> 2, tail);
    for (const [tag = 0, fd = 0, res = 0, flags = 0] of taken) {
      if ((flags & IORING_CQE_F_MORE) !== IORING_CQE_F_MORE) this.underWay -= 1;
      done(tag, fd, res, flags);
    }`,
    },
    {
      file: 'completions.ts',
      find: `    if (res < 0) this.#sender.end(new SystemError(tag === RECEIVE ? 'recv' : 'send', -res));
    else if (tag === RECEIVE && res === 0) this.#sender.end();
    else {
      const acks = tag === RECEIVE ? this.#sender.take(this.#memory.bytes.subarray(0, res)) : NOTHING;
      if (acks.length === 0) this.#receive();
      else this.#acknowledge(acks);
    }`,
      replace: `    if (res < 0) {
      this.#sender.end(new SystemError(tag === SEND ? 'send' : 'recv', -res));
      return;
    }
    let acks = NOTHING;
    if (tag === RECEIVE) {
      if (res === 0) {
        this.#sender.end();
        return;
      }
      acks = this.#sender.take(Uint8Array.from(this.#memory.bytes.subarray(0, res)));
    }
    if (acks.length > 0) this.#acknowledge(acks);
    else this.#receive();`,
    },
    {
      file: 'completions.ts',
      find: `    ring.submit(1);
    ring.take((tag, fd, res) => conversations.get(fd)?.done(tag, res));`,
      replace: `    ring.submit(0);
    let none = true;
    const done = (tag: number, fd: number, res: number): void => {
      none = false;
      conversations.get(fd)?.done(tag, res);
    };
    ring.take(done);
    if (none) ring.submit(1);`,
    },
    {
      file: 'buffers.ts',
      find: `    const at = (this.#tail & this.#mask) * BUF_WORDS;
    const address = this.addressOf(buffer);
    this.#words[at] = address | 0;
    this.#words[at + 1] = (address / 2 ** 32) | 0;
    this.#words[at + 2] = BUFFER_BYTES;
    this.#halves[2 * at + 6] = buffer;
    this.#tail = (this.#tail + 1) & 0xffff;
    Atomics.store(this.#halves, TAIL, this.#tail);
    this.free++;`,
      replace: `    const entry = new DataView(this.#words.buffer, 16 * (this.#tail % (this.#mask + 1)), 14);
    entry.setBigUint64(0, BigInt(this.addressOf(buffer)), true);
    entry.setUint32(8, BUFFER_BYTES, true);
    entry.setUint16(12, buffer, true);
    this.#tail = this.#tail === 0xffff ? 0 : this.#tail + 1;
    Atomics.store(this.#halves, TAIL, this.#tail);
    this.free += 1;`,
    },
    {
      file: 'client.ts',
      find: `    if ((flags & IORING_CQE_F_MORE) === 0) this.#receiving = false;
    if ((flags & IORING_CQE_F_BUFFER) !== 0) {
      const buffer = flags >>> IORING_CQE_BUFFER_SHIFT;
      buffers.free--;
      if (res > 0 && this.#keeps) this.#output.push({ buffer, length: res });
      else buffers.give(buffer);
    }
    if (res === 0) this.#ended = true;
    else if (res === -ENOBUFS) this.#hungry = !this.#server.feeds(this);
    else if (res < 0 && res !== -ECANCELED) this.#fail(errorCode(-res));
    this.#balance();`,
      replace: `    this.#receiving = (flags & IORING_CQE_F_MORE) !== 0;
    const chunk = { buffer: flags >>> IORING_CQE_BUFFER_SHIFT, length: res };
    const hasBuffer = (flags & IORING_CQE_F_BUFFER) !== 0;
    if (hasBuffer) buffers.free -= 1;
    if (hasBuffer && (res <= 0 || !this.#keeps)) buffers.give(chunk.buffer);
    else if (hasBuffer) this.#output.push(chunk);
    switch (res) {
      case 0:
        this.#ended = true;
        break;
      case -ECANCELED:
        break;
      case -ENOBUFS:
        this.#hungry = true;
        if (this.#server.feeds(this)) this.#hungry = false;
        break;
      default:
        if (res < 0) this.#fail(errorCode(-res));
    }
    this.#balance();`,
    },
    {
      file: 'client.ts',
      find: `    this.#sending = false;
    this.#sent += Math.max(0, res);
    if (res < 0) this.#fail(errorCode(-res));
    else if (this.#sent === this.#output[0]?.length) this.#dropChunk();
    if (this.#broken) this.#dropOutput();
    this.#balance();`,
      replace: `    this.#sending = false;
    if (res < 0) this.#fail(errorCode(-res));
    else {
      this.#sent += res;
      const [first] = this.#output;
      if (first !== undefined && first.length <= this.#sent) this.#dropChunk();
    }
    if (this.#broken) while (this.#output.length > 0) this.#dropChunk();
    this.#balance();`,
    },
    {
      file: 'client.ts',
      find: `    this.#server.ring.prepare(IORING_OP_ASYNC_CANCEL, -1, CANCEL).target(RECEIVE, this.fd);
    this.#cancelled = true;`,
      replace: `    this.#cancelled = true;
    const entry = this.#server.ring.prepare(IORING_OP_ASYNC_CANCEL, this.fd, CANCEL);
    entry.target(RECEIVE, this.fd);`,
    },
    {
      file: 'proactor.ts',
      find: `    if ((flags & IORING_CQE_F_MORE) === 0) this.#accepting = false;
    if (res >= 0) this.#begin(res);
    else if (nothingLeft(new SystemError('accept', -res))) this.#pause(res);
    if (!this.#accepting && !this.#paused && res !== -ECANCELED) this.#accept();`,
      replace: `    this.#accepting = (flags & IORING_CQE_F_MORE) !== 0;
    if (res < 0) {
      if (nothingLeft(new SystemError('accept', -res))) this.#pause(res);
      else if (res !== -ECANCELED) this.#accept();
    } else {
      this.#begin(res);
      if (!this.#accepting) this.#accept();
    }`,
    },
    {
      file: 'proactor.ts',
      find: `    if (this.buffers.free > 0 || this.buffers.grow()) return true;
    this.#hungry.push(client);
    return false;`,
      replace: `    const fed = this.buffers.free > 0 || this.buffers.grow();
    if (!fed) this.#hungry.splice(this.#hungry.length, 0, client);
    return fed;`,
    },
    {
      file: 'proactor.ts',
      find: `    this.#tick.start(LINGER_MS);
    this.#grace.start(this.#graceMs);
    for (const client of [...this.#clients.values()]) client.leave();`,
      replace: `    this.#grace.start(this.#graceMs);
    this.#tick.start(LINGER_MS);
    for (const client of [...this.#clients.values()].reverse()) client.leave();`,
    },
    {
      file: 'proactor.ts',
      find: `IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL;`,
      replace: `IORING_ASYNC_CANCEL_ANY;`,
    },
    { file: 'proactor.ts', find: `  IORING_ASYNC_CANCEL_ALL,\n`, replace: '' },
  ],
});
