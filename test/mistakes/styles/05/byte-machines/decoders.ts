import { style } from '#lesson';

export default style({
  edits: [
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
