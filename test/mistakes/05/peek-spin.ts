import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `    const wanted = at < 0 ? seen : at + 1;
`,
      replace: `    if (at < 0 && seen < peeked.length) continue;
    const wanted = at < 0 ? seen : at + 1;
`,
    },
  ],
  fails: ['receiver: sleeps until the rest of a line comes'],
  also: [
    'receiver: takes lines byte by byte',
    'receiver: reports a stream that ends inside a line',
    'receiver: hangs up on a line that gets too long',
    'receiver: takes nothing but the line from the stream',
  ],
});
