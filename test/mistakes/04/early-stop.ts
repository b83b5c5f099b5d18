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
  fails: ['edge: sends on when a write takes only a part'],
  also: ['edge: loses nothing of a client that reads late', 'edge: survives clients that reset'],
});
