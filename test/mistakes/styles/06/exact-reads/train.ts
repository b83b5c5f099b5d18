import { style } from '#lesson';

/** MSG_WAITALL for exactly what is missing, sendmsg, pread and pwrite of a car at a time, and fsync and close before rename. */
export default style({
  edits: [
    {
      file: 'train.ts',
      find: `import { type Fd, recv, retryOnEintr, write } from '#sys';`,
      replace: `import { type Fd, isSystemError, MSG_WAITALL, recvmsg, retryOnEintr, sendmsg } from '#sys';`,
    },
    {
      file: 'train.ts',
      find: `  target.writeUInt32BE(car.length, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + car.length;`,
      replace: `  const { length } = car;
  [length >>> 24, length >>> 16, length >>> 8, length].forEach((byte, i) => {
    target[at + i] = byte & 0xff;
  });
  Buffer.from(car.buffer, car.byteOffset, length).copy(target, at + 4);
  return at + 4 + length;`,
    },
    {
      file: 'train.ts',
      find: `  for (let done = 0; done < length; ) {
    const n = retryOnEintr(() => write(conn, bytes.subarray(done), length - done));
    if (n === null) throw new TrainError('the peer takes nothing any more');
    done += n;
  }`,
      replace: `  let done = 0;
  while (done !== length) {
    const buffers = [bytes.subarray(done, length)];
    let n: number | null;
    try {
      n = sendmsg(conn, { buffers });
    } catch (error) {
      if (isSystemError(error, 'EINTR')) continue;
      throw error;
    }
    if (n === null) throw new TrainError('nothing is taken from us');
    done += n;
  }`,
    },
    {
      file: 'train.ts',
      find: `    while (this.#end - this.#begin < length) {
      const n = retryOnEintr(() => recv(this.#conn, this.#bytes.subarray(this.#end)));
      if (n === null) throw new TrainError('the peer says nothing any more');
      if (n === 0) break;
      this.#end += n;
    }`,
      replace: `    let missing = length - (this.#end - this.#begin);
    while (missing > 0) {
      const room = [this.#bytes.subarray(this.#end, this.#end + missing)];
      const got = retryOnEintr(() => recvmsg(this.#conn, room, 0, MSG_WAITALL));
      if (got === null) throw new TrainError('silence');
      if (got.bytes === 0) break;
      this.#end += got.bytes;
      missing -= got.bytes;
    }`,
    },
    {
      file: 'train.ts',
      find: `    const engine = this.recvCycle(ENGINE_BYTES);
    if (engine === 0) return null;
    if (engine < ENGINE_BYTES) throw new TrainError(\`the stream ended after \${engine} bytes of an engine\`);
    const length = this.#bytes.readUInt32BE(this.#begin);`,
      replace: `    const engine = this.recvCycle(ENGINE_BYTES);
    if (engine !== ENGINE_BYTES) {
      if (engine === 0) return null;
      throw new TrainError('half an engine');
    }
    const length = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(this.#begin);`,
    },
    {
      file: 'train.ts',
      find: `    const train = this.recvCycle(ENGINE_BYTES + length);
    const car = train - ENGINE_BYTES;
    if (car < length) throw new TrainError(\`the stream ended after \${car} of \${length} bytes of a car\`);
    this.#begin += train;
    return this.#bytes.subarray(this.#begin - length, this.#begin);`,
      replace: `    if (this.recvCycle(ENGINE_BYTES + length) !== ENGINE_BYTES + length) throw new TrainError('a part of a car');
    const from = this.#begin + ENGINE_BYTES;
    this.#begin = from + length;
    return Buffer.from(this.#bytes.subarray(from, from + length));`,
    },
  ],
});
