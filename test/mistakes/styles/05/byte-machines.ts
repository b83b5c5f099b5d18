import { style } from '#lesson';

/** With readv, writev, peeks of 256 bytes, and decoders that go from byte to byte. */
export default style({
  edits: [
    {
      file: 'stream.ts',
      find: `import { type Fd, recv, write } from '#sys';`,
      replace: `import { type Fd, readv, retryOnEintr, writev } from '#sys';`,
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
      replace: `  let rest = bytes;
  while (rest.length > 0) {
    const room = [rest.subarray(0, 1), rest.subarray(1)];
    const n = retryOnEintr(() => readv(conn, room)) ?? 0;
    if (n === 0) return bytes.length - rest.length;
    rest = rest.subarray(n);
  }
  return bytes.length;`,
    },
    {
      file: 'stream.ts',
      find: `  let done = 0;
  while (done < bytes.length) done += write(conn, bytes.subarray(done)) ?? 0;`,
      replace: `  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + 1000, bytes.length);
    const parts = [bytes.subarray(at, end), bytes.subarray(end)];
    at += retryOnEintr(() => writev(conn, parts)) ?? 0;
  }`,
    },
    {
      file: 'encoders.ts',
      find: `  if (message.length > size) throw new RangeError(\`\${message.length} bytes do not fit into a record of \${size}\`);
  const record = Buffer.alloc(size);
  record.set(message);
  return record;`,
      replace: `  if (size < message.length) throw new RangeError('too long for a record');
  return Buffer.from([...message, ...new Array<number>(size - message.length).fill(0)]);`,
    },
    {
      file: 'encoders.ts',
      find: `  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
  return Buffer.concat([message, Buffer.of(0x0a)]);`,
      replace: `  const text = Buffer.from(message).toString('latin1');
  if (/\\n|\\r$/.test(text)) throw new RangeError(\`\${JSON.stringify(text)} is not one line\`);
  return Buffer.from(\`\${text}\\n\`, 'latin1');`,
    },
    {
      file: 'encoders.ts',
      find: `  const wire = Buffer.alloc(4 + message.length);
  wire.writeUInt32BE(message.length);
  wire.set(message, 4);
  return wire;`,
      replace: `  const wire = new Uint8Array(message.length + 4);
  new DataView(wire.buffer).setUint32(0, message.byteLength, false);
  wire.set(message, 4);
  return Buffer.from(wire.buffer);`,
    },
    {
      file: 'blocking.ts',
      find: `import { type Fd, MSG_PEEK, recv } from '#sys';`,
      replace: `import { type Fd, MSG_PEEK, recv, recvmsg } from '#sys';`,
    },
    {
      file: 'blocking.ts',
      find: 'const peeked = Buffer.alloc(4096);',
      replace: 'const peeked = Buffer.alloc(256);',
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
      replace: `  let line = Buffer.alloc(0);
  do {
    const seen = peeked.subarray(0, recvmsg(conn, [peeked], 0, MSG_PEEK)?.bytes ?? 0);
    if (seen.length === 0) {
      if (line.length > 0) throw new BrokenStream(\`the end of the stream after \${line.length} bytes of a line\`);
      return null;
    }
    const wanted = seen.includes(LF) ? seen.indexOf(LF) + 1 : seen.length;
    const taken = recv(conn, peeked, 0, wanted) ?? 0;
    line = Buffer.concat([line, peeked.subarray(0, taken)]);
    if (line.length > max + (line.at(-1) === LF ? 2 : 1)) throw new BrokenStream(\`\${max} bytes are allowed\`);
  } while (line.at(-1) !== LF);
  return withoutEnd(line, max);`,
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
      replace: `  const bytes = new Uint8Array(4);
  const n = readn(conn, bytes);
  if (n % 4 !== 0) throw new BrokenStream('the stream ended inside a length');
  if (n === 0) return null;
  const length = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  if (!(length <= max)) throw new BrokenStream(\`a length of \${length}\`);
  const message = Buffer.alloc(length);
  if (readn(conn, message) === length) return message;
  throw new BrokenStream('the stream ended inside a message');`,
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
      replace: `    const records: Buffer[] = [];
    for (const byte of chunk) {
      this.#record[this.#filled++] = byte;
      if (this.#filled !== this.#size) continue;
      records.push(Buffer.from(this.#record));
      this.#filled = 0;
    }
    return records;`,
    },
    {
      file: 'decoders.ts',
      find: `  #line = Buffer.alloc(256);
`,
      replace: `  #line: number[] = [];
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
      replace: `    return [...chunk].flatMap((byte) => {
      this.#line.push(byte);
      this.#length++;
      if (byte !== LF) {
        if (this.#length > this.#max + 1) throw new BrokenStream(\`more than \${this.#max} bytes of a line\`);
        return [];
      }
      const line = Buffer.from(this.#line);
      this.#line = [];
      this.#length = 0;
      return [withoutEnd(line, this.#max)];
    });`,
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
    {
      file: 'decoders.ts',
      find: `  /** The message that is being filled; null while the header is being filled. */
  #message: Buffer | null = null;
  #filled = 0;
`,
      replace: `  /** Takes a byte at a time; gives a message when it is complete. */
  readonly #machine: Generator<Buffer | null, never, number>;
  #inside = false;
`,
    },
    {
      file: 'decoders.ts',
      find: `  constructor(max: number) {
    this.#max = max;
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: fill #header, then`,
      replace: `  constructor(max: number) {
    this.#max = max;
    this.#machine = this.#run();
    this.#machine.next();
  }

  *#run(): Generator<Buffer | null, never, number> {
    let complete: Buffer | null = null;
    for (;;) {
      for (let i = 0; i < 4; i++) {
        this.#header[i] = yield complete;
        complete = null;
        this.#inside = true;
      }
      const message = this.#room();
      for (let i = 0; i < message.length; i++) message[i] = yield null;
      complete = message;
      this.#inside = false;
    }
  }

  push(chunk: Uint8Array): Buffer[] {
    //#region 05.5
    // TODO 05.5: fill #header, then`,
    },
    {
      file: 'decoders.ts',
      find: `    const messages: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) {
      const target: Buffer = this.#message ?? this.#header;
      const piece = chunk.subarray(at, at + target.length - this.#filled);
      target.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < target.length) break;
      this.#filled = 0;
      if (this.#message === null) {
        this.#message = this.#room();
        if (this.#message.length > 0) continue;
      }
      messages.push(this.#message);
      this.#message = null;
    }
    return messages;`,
      replace: `    const messages: Buffer[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const { value } = this.#machine.next(chunk[i] as number);
      if (value !== null) messages.push(value);
    }
    return messages;`,
    },
    {
      file: 'decoders.ts',
      find: `    if (this.#filled > 0 || this.#message !== null) throw new BrokenStream('the stream ended inside a message');`,
      replace: `    if (this.#inside) throw new BrokenStream('the stream ended before the message did');`,
    },
  ],
});
