import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  for (let left = size; left > 0; ) {
    const n = read(file, cars, Math.min(left, cars.length)) ?? 0;
    if (n === 0) throw new TrainError('the file has become shorter while it was sent');
`,
      replace: `  for (;;) {
    const n = read(file, cars) ?? 0;
    if (n === 0) break;
`,
    },
    {
      file: 'server.ts',
      find: `    left -= n;
`,
      replace: ``,
    },
  ],
  fails: ['completes an answer only with the announced bytes when the file changes'],
});
