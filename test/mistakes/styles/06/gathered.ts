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
    {
      file: 'server.ts',
      find: `} from '#sys';`,
      replace: `  readv,
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
      replace: `  const full = ENGINE_BYTES + MAX_CAR;
  const places = Array.from({ length: CARS }, (_, i) => trains.subarray(i * full + ENGINE_BYTES, (i + 1) * full));
  number.writeBigUInt64BE(BigInt(size));
  const head = Buffer.alloc(2 * full);
  sendBytes(conn, head, putTrain(head, putTrain(head, 0, name), number));
  let crc = 0;
  let left = size;
  while (left > 0) {
    let room = left;
    const cut = places.map((place) => {
      const part = place.subarray(0, Math.min(room, MAX_CAR));
      room -= part.length;
      return part;
    });
    const n = readv(file, cut) ?? 0;
    if (n <= 0) throw new TrainError(\`\${left} bytes of the file are missing\`);
    let end = 0;
    for (let i = 0, rest = n; rest > 0; i++, rest -= MAX_CAR) {
      const car = places[i]!.subarray(0, Math.min(rest, MAX_CAR));
      crc = crc32(car, crc);
      trains.writeUInt32BE(car.length, i * full);
      end = i * full + ENGINE_BYTES + car.length;
    }
    sendBytes(conn, trains, end);
    left -= n;
  }
  const tail = Buffer.alloc(12);
  tail.writeUInt32BE(4, 4);
  tail.writeUInt32BE(crc, 8);
  sendBytes(conn, tail, 12);`,
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
  const opened = (name: string): ReturnType<typeof openFile> | string => {
    try {
      return openFile(directory, name);
    } catch (error) {
      if (error instanceof Failure || isSystemError(error)) return error.message;
      throw error;
    }
  };
  let name = receiver.recvTrain();
  while (name !== null) {
    const result = opened(name.toString());
    if (typeof result === 'string') {
      refuse(conn, result);
    } else {
      try {
        sendFile(conn, name, result.file, result.size);
      } finally {
        close(result.file);
      }
    }
    name = receiver.recvTrain();
  }`,
    },
    {
      file: 'client.ts',
      find: `} from '#sys';`,
      replace: `  O_RDWR,
  read,
  lseek,
  writev,
  SEEK_SET,
} from '#sys';`,
    },
    {
      file: 'client.ts',
      find: `  const size = nextCar(receiver);
  if (size.length !== 8) throw new TrainError('the size is not 8 bytes long');
  return Number(size.readBigUInt64BE());`,
      replace: `  const size = Buffer.from(nextCar(receiver));
  if (size.byteLength === 8) return Number(BigInt(\`0x\${size.toString('hex')}\`));
  throw new TrainError('that is no size');`,
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
  const list: Buffer[] = [];
  let received = 0;
  const store = (): void => {
    for (let rest = Buffer.concat(list.splice(0)); rest.length > 0; ) {
      const half = rest.length >> 1;
      rest = rest.subarray(writev(file, [rest.subarray(0, half), rest.subarray(half)]) ?? 0);
    }
  };
  try {
    for (;;) {
      const car = nextCar(receiver);
      if (car.length === 0) break;
      received += car.length;
      if (received > size) throw new TrainError(\`\${received} bytes and more, and not \${size}\`);
      list.push(Buffer.from(car));
      if (list.length === 30) store();
      bar.at(received);
    }
    store();
  } finally {
    bar.end();
  }
  const expected = Buffer.from(nextCar(receiver));
  if (expected.length !== 4) throw new TrainError('that is no checksum');
  lseek(file, 0, SEEK_SET);
  const hold = Buffer.alloc(HOLD_BYTES);
  let [crc, length] = [0, 0];
  for (let n = read(file, hold) ?? 0; n > 0; n = read(file, hold) ?? 0) {
    crc = crc32(hold.subarray(0, n), crc);
    length += n;
  }
  if (length !== size || crc !== expected.readUInt32BE()) throw new TrainError('the file is not the one that was announced');`,
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
      replace: `  const draft = \`\${into}/.\${getpid()}-\${Math.random().toString(36).slice(2)}\`;
  const file = open(draft, O_RDWR | O_CREAT | O_EXCL, 0o600);
  let failed: { error: unknown } | null = null;
  try {
    recvContents(receiver, file, size);
  } catch (error) {
    failed = { error };
  }
  close(file);
  try {
    if (failed !== null) throw failed.error;
    rename(draft, \`\${into}/\${name}\`);
  } catch (error) {
    discard(draft);
    throw error;
  }`,
    },
    {
      file: 'names.ts',
      find: `  if (name === '' || name === '.' || name === '..') return 'that is not the name of a file';
  if (name.includes('/')) return 'a name here has no slash in it';
  if (name.includes('\\0')) return 'a name has no zero byte in it';
  if (Buffer.byteLength(name) > 255) return 'a name has at most 255 bytes';`,
      replace: `  const bytes = Buffer.from(name);
  const wrong = bytes.find((byte) => byte === 0x2f || byte === 0);
  if (wrong !== undefined) return \`a name has no byte \${wrong} in it\`;
  if (bytes.length < 1 || bytes.length > 255) return \`a name has 1 to 255 bytes, not \${bytes.length}\`;
  if (bytes.every((byte) => byte === 0x2e) && bytes.length < 3) return 'that is a folder';`,
    },
  ],
});
