import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY;
`,
      replace: `    void taken;
`,
    },
  ],
  fails: [
    'keeps the bytes of a client that reads late, and serves the others meanwhile',
    'sends the rest after a short write',
  ],
});
