import { mistake } from '../../../src/lab/mistakes.ts';

export default mistake({
  id: 'L04-B07',
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
  fails: ['edge: loses nothing of a client that reads late'],
  also: ['edge: survives clients that reset'],
});
