import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
