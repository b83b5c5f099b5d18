import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B13',
  edits: [
    {
      file: 'blocking.ts',
      find: `    const piece = Buffer.alloc(wanted);
    readn(conn, piece);
    pieces.push(piece);
`,
      replace: `    const piece = Buffer.alloc(seen);
    readn(conn, piece);
    pieces.push(piece.subarray(0, wanted));
`,
    },
  ],
  fails: ['receiver: takes lines that arrive whole'],
});
