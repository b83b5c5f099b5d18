import { style } from '#lesson';

/** A bit at a time, a switch, a pool that is searched, a heartbeat that ticks, a timer for each slot that rests, one buffer of bytes to send. */
export default style({
  edits: [
    {
      file: 'codec.ts',
      find: '  for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;',
      replace: `  for (let bit = 7; bit >= 0; bit--) {
    const low = rest & 1;
    rest >>>= 1;
    if (low !== 0) rest ^= POLYNOMIAL;
  }`,
    },
    {
      file: 'codec.ts',
      find: `  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    crc = (REMAINDERS[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;`,
      replace: `  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (POLYNOMIAL & -(crc & 1));
  }
  return (crc ^ -1) >>> 0;`,
    },
    {
      file: 'codec.ts',
      find: `  const packet = Buffer.allocUnsafe(HEADER + body.length);
  packet.writeUInt16BE(packet.length, 0);
  packet.writeUInt16BE(code, 2);
  packet.writeUInt32BE(crc32(body), 4);
  packet.set(body, HEADER);
  return packet;`,
      replace: `  const head = new DataView(new ArrayBuffer(HEADER));
  head.setUint16(0, HEADER + body.byteLength);
  head.setUint16(2, code);
  head.setUint32(4, crc32(body));
  return Buffer.concat([new Uint8Array(head.buffer), body]);`,
    },
    {
      file: 'codec.ts',
      find: `  const length = bytes.readUInt16BE(0);
  if (length < HEADER || length > MOST) throw new BadPacket(\`a packet of \${length} bytes\`);
  return { length, code: bytes.readUInt16BE(2), crc: bytes.readUInt32BE(4) };`,
      replace: `  const [a = 0, b = 0, c = 0, d = 0, ...crc] = bytes;
  const length = (a << 8) | b;
  if (length >= HEADER && length <= MOST)
    return { length, code: (c << 8) | d, crc: crc.slice(0, 4).reduce((sum, byte) => sum * 256 + byte, 0) };
  throw new BadPacket(\`length \${length}\`);`,
    },
    {
      file: 'slot-pool.ts',
      find: `    const slot = Atomics.load(this.#words, FREE);
    if (slot === NONE) return null;
    Atomics.store(this.#words, FREE, this.#word(slot, NEXT));
    this.#set(slot, NEXT, NONE);
    this.#set(slot, FD, fd);
    this.#set(slot, STATE, USED);
    return { slot, sequence: this.#word(slot, SEQUENCE) };`,
      replace: `    for (let slot = 0; slot < this.size; slot++) {
      if (this.#word(slot, STATE) !== UNUSED) continue;
      this.#set(slot, SEQUENCE, (this.#word(slot, SEQUENCE) + 1) | 0);
      this.#set(slot, FD, fd);
      this.#set(slot, STATE, USED);
      return { slot, sequence: this.#word(slot, SEQUENCE) };
    }
    return null;`,
    },
    {
      file: 'slot-pool.ts',
      find: '    return this.#word(slot, SEQUENCE) === sequence;',
      replace: '    return this.#word(slot, STATE) === USED && this.#word(slot, SEQUENCE) === sequence;',
    },
    {
      file: 'slot-pool.ts',
      find: `    if (!this.isCurrent(ticket)) return false;
    Atomics.add(this.#words, SLOTS + ticket.slot * WORDS + SEQUENCE, 1);
    this.#set(ticket.slot, FD, -1);
    this.#set(ticket.slot, STATE, RESTING);
    return true;`,
      replace: `    const current = this.isCurrent(ticket);
    if (current) {
      this.#set(ticket.slot, STATE, RESTING);
      this.#set(ticket.slot, FD, NONE);
    }
    return current;`,
    },
    {
      file: 'slot-pool.ts',
      find: `    if (this.#word(slot, STATE) !== RESTING) return;
    this.#set(slot, STATE, UNUSED);
    this.#set(slot, NEXT, Atomics.load(this.#words, FREE));
    Atomics.store(this.#words, FREE, slot);`,
      replace: `    if (this.stateOf(slot) === 'resting') this.#set(slot, STATE, UNUSED);`,
    },
    {
      file: 'dispatcher.ts',
      find: `    const handler = this.#handlers[code];
    if (handler !== undefined) return handler(body, caller);
    this.unknown++;
    return null;`,
      replace: `    const text = (): string => body.toString('latin1');
    const answer = (words: string): Buffer => encode(code, Buffer.from(words));
    switch (code) {
      case PING:
        return encode(PING, NO_BODY);
      case REGISTER:
        return answer(this.#users.register(text()));
      case LOGIN:
        return answer(this.#users.login(caller, text()));
      case ECHO:
        return encode(ECHO, body);
      case WORK:
        return this.#handlers[WORK]?.(body, caller) ?? null;
      default:
        this.unknown += 1;
        return null;
    }`,
    },
    {
      file: 'outbox.ts',
      find: `    let bytes = 0;
    while (this.#packets.length > 0) {
      const taken = send(this.#channel.fd, this.#next(), MSG_NOSIGNAL);
      if (taken === null) break;
      this.#remove(taken);
      bytes += taken;
    }
    this.#channel.setWriting(this.#packets.length > 0);
    return bytes;`,
      replace: `    if (this.#packets.length === 0) {
      this.#channel.setWriting(false);
      return 0;
    }
    const taken = send(this.#channel.fd, Buffer.concat([this.#next()]), MSG_NOSIGNAL) ?? 0;
    this.#remove(taken);
    this.#channel.setWriting(this.packets !== 0);
    return taken;`,
    },
    {
      file: 'outbox.ts',
      find: `    this.#bytes -= taken;
    this.#sent += taken;
    let whole = 0;
    for (let packet = this.#packets[0]; packet !== undefined && packet.length <= this.#sent; ) {
      this.#sent -= packet.length;
      packet = this.#packets[++whole];
    }
    this.#packets.splice(0, whole);`,
      replace: `    for (let left = taken; left > 0; ) {
      const [first] = this.#packets;
      if (first === undefined) break;
      const part = Math.min(left, first.length - this.#sent);
      left -= part;
      this.#sent += part;
      if (this.#sent < first.length) break;
      this.#packets.shift();
      this.#sent = 0;
    }
    this.#bytes = this.#packets.reduce((sum, { length }) => sum + length, -this.#sent);`,
    },
    {
      file: 'heartbeat.ts',
      find: `    if (this.#limit === 0) return;
    this.#due.delete(ticket);
    this.#due.set(ticket, performance.now() + this.#limit);
    this.#timer ??= this.#watcher.loop.runAfter(this.#limit, () => this.#expire());`,
      replace: `    if (this.#limit <= 0) return;
    this.#due.set(ticket, performance.now());
    this.#timer ??= this.#watcher.loop.runAfter(this.#limit / LOOKS, () => this.#expire());`,
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
      replace: `    const { pool, loop } = this.#watcher;
    const late = (ticket: Ticket): boolean => performance.now() - (this.#due.get(ticket) ?? Infinity) >= this.#limit;
    for (const ticket of [...this.#due.keys()]) {
      if (pool.isCurrent(ticket) && late(ticket)) this.#watcher.look(ticket);
      if (pool.isCurrent(ticket) && late(ticket)) this.#watcher.silent(ticket);
      if (!pool.isCurrent(ticket)) this.#due.delete(ticket);
    }
    this.#timer = this.#due.size === 0 ? null : loop.runAfter(this.#limit / LOOKS, () => this.#expire());`,
    },
    {
      file: 'heartbeat.ts',
      find: '/** What it asks of the server. */',
      replace: `/** It looks at all clients so often until one is silent. */
const LOOKS = 8;

/** What it asks of the server. */`,
    },
    {
      file: 'recycler.ts',
      find: `    this.#resting.push({ slot, due: performance.now() + this.#rest });
    this.#timer ??= this.#loop.runAfter(this.#rest, () => this.#recycle());`,
      replace: `    this.#resting.push({ slot, due: 0 });
    this.#timer = this.#loop.runAfter(this.#rest, () => this.#recycle());`,
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
      replace: `    const first = this.#resting.shift(); // a timer for each, and all rest equally long
    if (first !== undefined && this.#timer !== null) this.#pool.recycle(first.slot);`,
    },
  ],
});
