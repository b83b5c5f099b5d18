import { style } from '#lesson';

/** MSG_WAITALL, sendmsg, recursion, a peek at a whole line, and decoders that keep lists of pieces. */
export default style({
  edits: [
    {
      file: 'stream.ts',
      find: `import { type Fd, recv, write } from '#sys';`,
      replace: `import { type Fd, MSG_NOSIGNAL, MSG_WAITALL, recv, sendmsg } from '#sys';`,
    },
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) {
    const n = recv(conn, bytes.subarray(done)) ?? 0;
    if (n === 0) break;
    done += n;
  }
  return done;`,
      replace: `  if (bytes.length === 0) return 0;
  const n = recv(conn, bytes, MSG_WAITALL) ?? 0; // a signal may cut it short
  return n === 0 ? 0 : n + readn(conn, bytes.subarray(n));`,
    },
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;`,
      replace: `  if (bytes.length === 0) return;
  writen(conn, bytes.subarray(sendmsg(conn, { buffers: [bytes] }, MSG_NOSIGNAL) ?? 0));`,
    },
    {
      file: 'encoders.ts',
      find: `  if (message.length > size) throw new RangeError(\`\${message.length} bytes do not fit into a record of \${size}\`);
  const record = Buffer.alloc(size);
  record.set(message);
  return record;`,
      replace: `  const free = size - message.length;
  if (free < 0) throw new RangeError(\`the message has \${-free} bytes too many\`);
  return Buffer.concat([message, Buffer.alloc(free)]);`,
    },
    {
      file: 'encoders.ts',
      find: `  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
  return Buffer.concat([message, Buffer.of(0x0a)]);`,
      replace: `  const line = Buffer.alloc(message.length + 1, 0x0a);
  message.forEach((byte, i) => {
    if (byte === 0x0a) throw new RangeError(\`a line feed at \${i}\`);
    line[i] = byte;
  });
  if (message.length > 0 && message[message.length - 1] === 0x0d) throw new RangeError('a carriage return at the end');
  return line;`,
    },
    {
      file: 'encoders.ts',
      find: `  const wire = Buffer.alloc(4 + message.length);
  wire.writeUInt32BE(message.length);
  wire.set(message, 4);
  return wire;`,
      replace: `  const n = message.length;
  return Buffer.concat([Buffer.of(n >>> 24, n >>> 16, n >>> 8, n), message]);`,
    },
    {
      file: 'blocking.ts',
      find: `  const record = Buffer.alloc(size);
  const n = readn(conn, record);
  if (n === 0) return null;
  if (n < size) throw new BrokenStream(\`the stream ended after \${n} of \${size} bytes of a record\`);
  return record;`,
      replace: `  const record = Buffer.alloc(size);
  switch (readn(conn, record)) {
    case size:
      return record;
    case 0:
      return null;
    default:
      throw new BrokenStream('the stream ended inside a record');
  }`,
    },
    {
      file: 'blocking.ts',
      find: `  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const seen = recv(conn, peeked, MSG_PEEK) ?? 0;
    if (seen === 0) {
      if (length === 0) return null;
      throw new BrokenStream(\`the stream ended after \${length} bytes of a line\`);
    }
    const at = peeked.subarray(0, seen).indexOf(LF);
    const wanted = at < 0 ? seen : at + 1;
    if (length + wanted > max + (at < 0 ? 1 : 2)) throw new BrokenStream(\`a line has more than \${max} bytes\`);
    const piece = Buffer.alloc(wanted);
    readn(conn, piece);
    pieces.push(piece);
    length += wanted;
    if (at >= 0) return withoutEnd(Buffer.concat(pieces), max);
  }`,
      replace: `  const line = Buffer.alloc(max + 2);
  let length = 0;
  while (length < line.length) {
    const free = line.subarray(length);
    const seen = recv(conn, free, MSG_PEEK) ?? 0;
    if (seen === 0 && length === 0) return null;
    if (seen === 0) throw new BrokenStream(\`the stream ended inside a line, after \${length} bytes\`);
    const at = free.subarray(0, seen).indexOf(LF);
    length += readn(conn, free.subarray(0, at < 0 ? seen : at + 1));
    if (at >= 0) return withoutEnd(line.subarray(0, length), max);
    if (length > max + 1) break;
  }
  throw new BrokenStream(\`no line feed in \${length} bytes\`);`,
    },
    {
      file: 'blocking.ts',
      find: `  const n = readn(conn, header);
  if (n === 0) return null;
  if (n < header.length) throw new BrokenStream(\`the stream ended after \${n} of 4 bytes of a length\`);
  const length = header.readUInt32BE();
  if (length > max) throw new BrokenStream(\`a message of \${length} bytes, and \${max} are allowed\`);
  const message = Buffer.alloc(length);
  const came = readn(conn, message);
  if (came < length) throw new BrokenStream(\`the stream ended after \${came} of \${length} bytes of a message\`);
  return message;`,
      replace: `  const length = readRecord(conn, 4)?.readUInt32BE() ?? null;
  if (length === null) return null;
  if (length > max) throw new BrokenStream(\`\${length} bytes are more than \${max}\`);
  if (length === 0) return Buffer.alloc(0);
  const message = readRecord(conn, length);
  if (message === null) throw new BrokenStream('the stream ended between a length and its message');
  return message;`,
    },
    {
      file: 'decoders.ts',
      find: `  #record: Buffer;
  #filled = 0;

  constructor(size: number) {
    this.#size = size;
    this.#record = Buffer.alloc(size);
  }`,
      replace: `  #pieces: Buffer[] = [];
  #missing: number;

  constructor(size: number) {
    this.#size = size;
    this.#missing = size;
  }`,
    },
    {
      file: 'decoders.ts',
      find: `    const records: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + this.#size - this.#filled);
      this.#record.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < this.#size) break;
      records.push(this.#record);
      this.#record = Buffer.alloc(this.#size);
      this.#filled = 0;
    }
    return records;`,
      replace: `    const copy = Buffer.from(chunk);
    const records: Buffer[] = [];
    let at = 0;
    while (copy.length - at >= this.#missing) {
      this.#pieces.push(copy.subarray(at, at + this.#missing));
      records.push(Buffer.concat(this.#pieces));
      at += this.#missing;
      this.#pieces = [];
      this.#missing = this.#size;
    }
    if (at < copy.length) this.#pieces.push(copy.subarray(at));
    this.#missing -= copy.length - at;
    return records;`,
    },
    {
      file: 'decoders.ts',
      find: `    if (this.#filled > 0)
      throw new BrokenStream(\`the stream ended after \${this.#filled} of \${this.#size} bytes of a record\`);`,
      replace: `    if (this.#missing !== this.#size) throw new BrokenStream('the stream ended inside a record');`,
    },
    {
      file: 'decoders.ts',
      find: `  #line = Buffer.alloc(256);
`,
      replace: `  #pieces: Buffer[] = [];
`,
    },
    {
      file: 'decoders.ts',
      find: `    const lines: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      this.#keep(chunk.subarray(from, at + 1));
      lines.push(withoutEnd(Buffer.from(this.#line.subarray(0, this.#length)), this.#max));
      this.#length = 0;
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
    if (this.#length > this.#max + 1) throw new BrokenStream(\`a line has more than \${this.#max} bytes\`);
    return lines;`,
      replace: `    const lines: Buffer[] = [];
    const add = (from: number, to: number): void => {
      this.#length += to - from;
      if (this.#length > this.#max + 2) throw new BrokenStream(\`\${this.#length} bytes, and no line has more than \${this.#max}\`);
      if (to > from) this.#pieces.push(Buffer.from(chunk.subarray(from, to)));
    };
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(LF, from) + 1;
      if (to === 0) break;
      add(from, to);
      lines.push(withoutEnd(Buffer.concat(this.#pieces), this.#max));
      this.#pieces = [];
      this.#length = 0;
      from = to;
    }
    add(from, chunk.length);
    if (this.#length > this.#max + 1) throw new BrokenStream('a line without an end');
    return lines;`,
    },
    {
      file: 'decoders.ts',
      find: `  /** Appends a copy of \`piece\` to the kept bytes. */
  #keep(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#line.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#line.length));
      larger.set(this.#line.subarray(0, this.#length));
      this.#line = larger;
    }
    this.#line.set(piece, this.#length);
    this.#length = length;
  }

`,
      replace: '',
    },
  ],
});
