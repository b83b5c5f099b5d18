import { style } from '#lesson';

export default style({
  edits: [
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
  ],
});
