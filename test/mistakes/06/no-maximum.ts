import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `    if (length > MAX_CAR)
      throw new TrainError(\`an engine announces \${length} bytes, and no car has more than \${MAX_CAR}\`);
`,
      replace: ``,
    },
  ],
  fails: [
    'hangs up on an engine that announces more than a car holds',
    'client: hangs up on an engine that announces more than a car holds',
  ],
});
