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
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  pread,
} from '#sys';`,
    },
    {
      file: 'server.ts',
      find: `  sendTrain(conn, name);
  number.writeBigUInt64BE(BigInt(size));
  sendTrain(conn, number);
  let crc = 0;
  for (let left = size; left > 0; ) {
    const n = read(file, cars, Math.min(left, cars.length)) ?? 0;
    if (n === 0) throw new TrainError('the file has become shorter while it was sent');
    crc = crc32(cars.subarray(0, n), crc);
    let end = 0;
    for (let at = 0; at < n; at += MAX_CAR) end = putTrain(trains, end, cars.subarray(at, Math.min(at + MAX_CAR, n)));
    sendBytes(conn, trains, end);
    left -= n;
  }
  sendTrain(conn, EMPTY);
  number.writeUInt32BE(crc);
  sendTrain(conn, number.subarray(0, 4));`,
      replace: `  sendTrain(conn, name);
  const announced = Buffer.alloc(8);
  announced.writeUInt32BE(Math.floor(size / 2 ** 32), 0);
  announced.writeUInt32BE(size % 2 ** 32, 4);
  sendTrain(conn, announced);
  const car = Buffer.alloc(MAX_CAR);
  let sum = 0;
  let at = 0;
  while (at < size) {
    const n = pread(file, car, at, Math.min(car.length, size - at)) ?? 0;
    if (n === 0) throw new TrainError(\`the file ends at \${at}, not at \${size}\`);
    sendTrain(conn, car.subarray(0, n));
    sum = crc32(car.subarray(0, n), sum);
    at += n;
  }
  sendTrain(conn, Buffer.alloc(0));
  const end = Buffer.alloc(4);
  end.writeUInt32BE(sum);
  sendTrain(conn, end);`,
    },
    {
      file: 'server.ts',
      find: `  const receiver = new TrainReceiver(conn);
  for (let name = receiver.recvTrain(); name !== null; name = receiver.recvTrain()) {
    let opened: { file: Fd; size: number };
    try {
      opened = openFile(directory, name.toString());
    } catch (error) {
      if (!isSystemError(error) && !(error instanceof Failure)) throw error;
      refuse(conn, error.message);
      continue;
    }
    try {
      log(\`sends \${opened.size} bytes of \${JSON.stringify(name.toString())}\`);
      sendFile(conn, name, opened.file, opened.size);
    } finally {
      close(opened.file);
    }
  }`,
      replace: `  const receiver = new TrainReceiver(conn);
  const answer = (name: Buffer): void => {
    let file = -1;
    try {
      let size: number;
      try {
        ({ file, size } = openFile(directory, name.toString('utf8')));
      } catch (error) {
        if (isSystemError(error) || error instanceof Failure) return refuse(conn, error.message);
        throw error;
      }
      sendFile(conn, name, file, size);
    } finally {
      if (file >= 0) close(file);
    }
  };
  for (;;) {
    const name = receiver.recvTrain();
    if (name === null) return;
    answer(name);
  }`,
    },
    {
      file: 'server.ts',
      find: `    if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
    log(\`lost \${show(peer)}: \${error.message}\`);
    return 1;`,
      replace: `    if (isSystemError(error) || error instanceof TrainError) {
      log(\`lost \${show(peer)} (\${error.message})\`);
      return 1;
    }
    throw error;`,
    },
    {
      file: 'client.ts',
      find: `} from '#sys';`,
      replace: `  fsync,
  pwrite,
} from '#sys';`,
    },
    {
      file: 'client.ts',
      find: `  const answered = nextCar(receiver).toString();
  if (answered === '') throw new Failure(\`the server refuses: \${JSON.stringify(nextCar(receiver).toString())}\`);`,
      replace: `  const answered = Buffer.from(nextCar(receiver)).toString('utf8');
  if (answered.length === 0) {
    const reason = nextCar(receiver).toString();
    throw new Failure(\`no file: \${reason}\`);
  }`,
    },
    {
      file: 'client.ts',
      find: `  if (answered !== name) throw new TrainError(\`the server answers with another name: \${JSON.stringify(answered)}\`);`,
      replace: `  if (!(answered === name)) throw new TrainError('that is not the file that was asked for');`,
    },
    {
      file: 'client.ts',
      find: `  const size = nextCar(receiver);
  if (size.length !== 8) throw new TrainError('the size is not 8 bytes long');
  return Number(size.readBigUInt64BE());`,
      replace: `  const car = nextCar(receiver);
  if (car.length === 8) return car.readUInt32BE(0) * 2 ** 32 + car.readUInt32BE(4);
  throw new TrainError(\`a size of \${car.length} bytes\`);`,
    },
    {
      file: 'client.ts',
      find: `  const hold = Buffer.alloc(HOLD_BYTES);
  const bar = progress(size);
  let received = 0;
  let crc = 0;
  let held = 0;
  const store = (): void => {
    const bytes = hold.subarray(0, held);
    crc = crc32(bytes, crc);
    writeFully(file, bytes);
    bar.at(received);
    held = 0;
  };
  try {
    for (let car = nextCar(receiver); car.length > 0; car = nextCar(receiver)) {
      hold.set(car, held);
      received += car.length;
      held += car.length;
      if (received > size) throw new TrainError(\`more than the \${size} bytes that were announced\`);
      if (held > HOLD_BYTES - MAX_CAR) store();
    }
    store();
  } finally {
    bar.end(); // the bar hides the cursor of the terminal until then
  }
  if (received < size) throw new TrainError(\`\${received} bytes, and \${size} were announced\`);
  const sum = nextCar(receiver);
  if (sum.length !== 4 || sum.readUInt32BE() !== crc)
    throw new TrainError('the checksum does not fit: the file is damaged');`,
      replace: `  const bar = progress(size);
  let crc = 0;
  let at = 0;
  try {
    let car = nextCar(receiver);
    while (car.length > 0) {
      if (at + car.length > size) throw new TrainError('too many bytes');
      for (let done = 0; done < car.length; ) done += pwrite(file, car.subarray(done), at + done) ?? 0;
      crc = crc32(car, crc);
      at += car.length;
      bar.at(at);
      car = nextCar(receiver);
    }
  } finally {
    bar.end();
  }
  if (at !== size) throw new TrainError(\`\${size - at} bytes are missing\`);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc);
  if (!nextCar(receiver).equals(sum)) throw new TrainError('another checksum');`,
    },
    {
      file: 'client.ts',
      find: `  const draft = \`\${into}/.\${getpid()}.part\`;
  const file = open(draft, O_WRONLY | O_CREAT | O_EXCL);
  try {
    recvContents(receiver, file, size);
    rename(draft, \`\${into}/\${name}\`);
  } catch (error) {
    discard(draft);
    throw error;
  } finally {
    close(file);
  }`,
      replace: `  const draft = \`\${into}/.draft-\${process.hrtime.bigint()}-\${getpid()}\`;
  let file: Fd | null = open(draft, O_CREAT | O_EXCL | O_WRONLY, 0o644);
  let complete = false;
  try {
    recvContents(receiver, file, size);
    fsync(file);
    const whole = file;
    file = null;
    close(whole);
    rename(draft, \`\${into}/\${name}\`);
    complete = true;
  } finally {
    if (file !== null) close(file);
    if (!complete) discard(draft);
  }`,
    },
    {
      file: 'names.ts',
      find: `  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';`,
      replace: `  if (/^\\.{0,2}$/.test(name)) return 'no file has that name';
  if (/[\\/\\0]/.test(name)) return 'a slash or a zero byte in a name';
  if (new TextEncoder().encode(name).length >= 256) return 'too long for a name';`,
    },
  ],
});
