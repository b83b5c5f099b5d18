import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'encoders.ts',
      find: `  if (message.at(-1) === 0x0d) throw new RangeError('a line does not end in a carriage return');
`,
      replace: ``,
    },
  ],
  fails: ['sender: ends each line with a line feed'],
});
