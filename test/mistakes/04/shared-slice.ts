import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `client.pending = Buffer.from(bytes.subarray(taken))`,
      replace: `client.pending = bytes.subarray(taken) as Buffer`,
    },
  ],
  fails: ['level: loses no bytes of a client that reads late'],
});
