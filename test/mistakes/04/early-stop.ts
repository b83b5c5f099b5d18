import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

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
  fails: ['edge: sends on when a write takes only a part'],
  also: ['edge: loses nothing of a client that reads late', 'edge: survives clients that reset'],
});
