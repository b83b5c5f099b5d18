import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'train.ts', find: `target.writeUInt32BE(car.length, at)`, replace: `target.writeUInt32LE(car.length, at)` },
    { file: 'train.ts', find: `readUInt32BE(this.#begin)`, replace: `readUInt32LE(this.#begin)` },
  ],
  fails: ['puts a 4-byte length in network order before each car'],
  also: ['receives trains that arrive whole'],
});
