import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
