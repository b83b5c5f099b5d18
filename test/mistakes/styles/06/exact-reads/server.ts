import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
