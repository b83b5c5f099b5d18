import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B14',
  edits: [
    {
      file: 'server.ts',
      find: `    client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;
`,
      replace: `    void taken;
`,
    },
  ],
  fails: ['keeps the bytes of a client that reads late, and serves the others meanwhile'],
});
