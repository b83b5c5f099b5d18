import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `Buffer.from(bytes.subarray(taken)) : EMPTY`,
      replace: `(bytes.subarray(taken) as Buffer) : EMPTY`,
    },
  ],
  fails: ['keeps the bytes of a client that reads late, and serves the others meanwhile'],
});
