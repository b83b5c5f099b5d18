import type { SameProgram } from '../../../src/mutants/mutant.ts';

const ORDER = 'neither statement uses what the other one changes';
const BAR = 'the bar is for people, like a line of the log';
const ENDING = 'the program ends next: the kernel closes the file, and the bar is for people';
const ENGINE =
  'if (engine < ENGINE_BYTES) throw new TrainError(`the stream ended after ${engine} bytes of an engine`);';
const CAR = 'the stream has ended, so that the check of the car throws a TrainError';

/** Changes of the reference that make no other program. */
const same: readonly SameProgram[] = [
  {
    file: 'train.ts',
    line: ENGINE,
    change: 'without: if (engine < ENGINE_BYTES) throw new TrainError(`the stream ended after ${engine}…',
    why: CAR,
  },
  { file: 'train.ts', line: ENGINE, change: 'engine < ENGINE_BYTES → false', why: CAR },
  {
    file: 'train.ts',
    line: ENGINE,
    change: 'without: throw new TrainError(`the stream ended after ${engine} bytes of an engine`);',
    why: CAR,
  },
  {
    file: 'train.ts',
    line: 'while (this.#end - this.#begin < length) {',
    change: '- → +',
    why: '#begin is 0 where bytes are missing: #makeRoom has moved them to the front',
  },
  {
    file: 'train.ts',
    line: 'target.writeUInt32BE(car.length, at);',
    change: 'target.writeUInt32BE(car.length, at); ↔ target.set(car, at + ENGINE_BYTES);',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'sendTrain(conn, name);',
    change: 'sendTrain(conn, name); ↔ number.writeBigUInt64BE(BigInt(size));',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'const n = read(file, cars, Math.min(left, cars.length)) ?? 0;',
    change: '0 → 1',
    why: 'null means "would block", which a plain file never says',
  },
  {
    file: 'server.ts',
    line: 'sendBytes(conn, trains, end);',
    change: 'sendBytes(conn, trains, end); ↔ left -= n;',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'sendTrain(conn, EMPTY);',
    change: 'sendTrain(conn, EMPTY); ↔ number.writeUInt32BE(crc);',
    why: ORDER,
  },
  {
    file: 'server.ts',
    line: 'if (!isSystemError(error) && !(error instanceof TrainError)) throw error;',
    change: '!isSystemError(error) && !(error instanceof TrainError) → !isSystemError(error)',
    why: 'a TrainError is a Failure: thrown again, it also ends the child with a sentence and status 1',
  },
  {
    file: 'client.ts',
    line: 'crc = crc32(bytes, crc);',
    change: 'crc = crc32(bytes, crc); ↔ writeFully(file, bytes);',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'writeFully(file, bytes);',
    change: 'writeFully(file, bytes); ↔ bar.at(received);',
    why: ORDER,
  },
  { file: 'client.ts', line: 'bar.at(received);', change: 'bar.at(received); ↔ held = 0;', why: ORDER },
  { file: 'client.ts', line: 'bar.at(received);', change: 'without: bar.at(received);', why: BAR },
  { file: 'client.ts', line: '} finally {', change: 'finally does nothing', why: ENDING },
  {
    file: 'client.ts',
    line: 'bar.end(); // the bar hides the cursor of the terminal until then',
    change: 'without: bar.end();',
    why: BAR,
  },
  {
    file: 'client.ts',
    line: 'hold.set(car, held);',
    change: 'hold.set(car, held); ↔ received += car.length;',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'received += car.length;',
    change: 'received += car.length; ↔ held += car.length;',
    why: ORDER,
  },
  {
    file: 'client.ts',
    line: 'if (held > HOLD_BYTES - MAX_CAR) store();',
    change: 'held > HOLD_BYTES - MAX_CAR → true',
    why: 'the same bytes in more calls of write',
  },
  {
    file: 'client.ts',
    line: 'if (held > HOLD_BYTES - MAX_CAR) store();',
    change: '> → >=',
    why: 'the same bytes in other pieces',
  },
  {
    file: 'client.ts',
    line: 'close(file);',
    change: 'without: close(file);',
    why: 'the program ends next, and the kernel closes the file',
  },
];

export default same;
