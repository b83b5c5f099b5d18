import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `  target.writeUInt32BE(car.length, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + car.length;
`,
      replace: `  target.writeUInt32BE(MAX_CAR, at);
  target.set(car, at + ENGINE_BYTES);
  return at + ENGINE_BYTES + MAX_CAR;
`,
    },
  ],
  fails: ['puts a 4-byte length in network order before each car'],
});
