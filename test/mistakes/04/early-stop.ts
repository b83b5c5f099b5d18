import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'edge.ts',
      find: `        client.pending = client.pending.subarray(taken);
      }
`,
      replace: `        client.pending = client.pending.subarray(taken);
        return;
      }
`,
    },
  ],
  fails: ['edge: sends the rest after a short write'],
  also: ['edge: loses no bytes of a client that reads late', 'edge: survives clients that reset'],
});
