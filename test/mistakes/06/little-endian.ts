import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B16',
  edits: [
    { file: 'train.ts', find: `target.writeUInt32BE(car.length, at)`, replace: `target.writeUInt32LE(car.length, at)` },
    { file: 'train.ts', find: `readUInt32BE(this.#begin)`, replace: `readUInt32LE(this.#begin)` },
  ],
  fails: ['puts a 4-byte length in network order before each car'],
  also: ['receives trains that arrive whole'],
});
