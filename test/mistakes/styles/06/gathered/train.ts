import { style } from '#lesson';

/** With readv and writev, engines put between the cars where they lie, and a client that reads its draft again for the checksum. */
export default style({
  edits: [
    {
      file: 'train.ts',
      find: `import { type Fd, recv, retryOnEintr, write } from '#sys';`,
      replace: `import { type Fd, readv, retryOnEintr, writev } from '#sys';`,
    },
    {
      file: 'train.ts',
      find: `  target.writeUInt32BE(car.length, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + car.length;`,
      replace: `  const head = new DataView(target.buffer, target.byteOffset + at, ENGINE_BYTES);
  head.setUint32(0, car.length);
  for (const [i, byte] of car.entries()) target[at + ENGINE_BYTES + i] = byte;
  return at + car.length + ENGINE_BYTES;`,
    },
    {
      file: 'train.ts',
      find: `  for (let done = 0; done < length; ) {
    const n = retryOnEintr(() => write(conn, bytes.subarray(done), length - done));
    if (n === null) throw new TrainError('the peer takes nothing any more');
    done += n;
  }`,
      replace: `  if (length === 0) return;
  const engine = Math.min(ENGINE_BYTES, length);
  const parts = [bytes.subarray(0, engine), bytes.subarray(engine, length)];
  const taken = retryOnEintr(() => writev(conn, parts));
  if (taken === null) throw new TrainError('the peer has stopped reading');
  sendBytes(conn, bytes.subarray(taken), length - taken);`,
    },
    {
      file: 'train.ts',
      find: `    while (this.#end - this.#begin < length) {
      const n = retryOnEintr(() => recv(this.#conn, this.#bytes.subarray(this.#end)));
      if (n === null) throw new TrainError('the peer says nothing any more');
      if (n === 0) break;
      this.#end += n;
    }`,
      replace: `    const missing = (): number => this.#begin + length - this.#end;
    for (let n: number | null = -1; n !== 0 && missing() > 0; ) {
      const needed = this.#bytes.subarray(this.#end, this.#end + missing());
      const more = this.#bytes.subarray(this.#end + missing());
      n = retryOnEintr(() => readv(this.#conn, [needed, more]));
      if (n === null) throw new TrainError('the peer has fallen silent');
      this.#end += n;
    }`,
    },
    {
      file: 'train.ts',
      find: `    const engine = this.recvCycle(ENGINE_BYTES);
    if (engine === 0) return null;
    if (engine < ENGINE_BYTES) throw new TrainError(\`the stream ended after \${engine} bytes of an engine\`);
    const length = this.#bytes.readUInt32BE(this.#begin);`,
      replace: `    let length = 0;
    const came = this.recvCycle(ENGINE_BYTES);
    if (came === 0) return null;
    for (let i = 0; i < ENGINE_BYTES; i++) {
      if (i >= came) throw new TrainError(\`\${came} bytes of an engine, and the end\`);
      length = length * 256 + (this.#bytes[this.#begin + i] as number);
    }`,
    },
    {
      file: 'train.ts',
      find: `    if (length > MAX_CAR)
      throw new TrainError(\`an engine announces \${length} bytes, and no car has more than \${MAX_CAR}\`);`,
      replace: `    if (length >= MAX_CAR + 1) throw new TrainError(\`a car of \${length} bytes\`);`,
    },
    {
      file: 'train.ts',
      find: `    const train = this.recvCycle(ENGINE_BYTES + length);
    const car = train - ENGINE_BYTES;
    if (car < length) throw new TrainError(\`the stream ended after \${car} of \${length} bytes of a car\`);
    this.#begin += train;
    return this.#bytes.subarray(this.#begin - length, this.#begin);`,
      replace: `    const whole = ENGINE_BYTES + length;
    const there = this.recvCycle(whole);
    if (there < whole) throw new TrainError(\`\${whole - there} bytes of a car are missing\`);
    try {
      return this.#bytes.subarray(this.#begin + ENGINE_BYTES, this.#begin + whole);
    } finally {
      this.#begin += whole;
    }`,
    },
  ],
});
