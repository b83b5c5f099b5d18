import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'encoders.ts',
      find: `  if (message.includes(0x0a)) throw new RangeError('a line has no line feed in it');
`,
      replace: ``,
    },
  ],
  fails: ['sender: ends each line with a line feed'],
});
