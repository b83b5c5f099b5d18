import { mistake } from '#lesson';

export default mistake({
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
