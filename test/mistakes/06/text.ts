import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `putTrain(trains, end, cars.subarray(at, Math.min(at + MAX_CAR, n)))`,
      replace: `putTrain(trains, end, Buffer.from(cars.toString("utf8", at, Math.min(at + MAX_CAR, n))).subarray(0, MAX_CAR))`,
    },
  ],
  fails: ['sends files of every size exactly'],
});
