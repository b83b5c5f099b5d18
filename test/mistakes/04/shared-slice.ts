import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B11',
  edits: [
    {
      file: 'level.ts',
      find: `client.pending = Buffer.from(bytes.subarray(taken))`,
      replace: `client.pending = bytes.subarray(taken) as Buffer`,
    },
  ],
  fails: ['level: loses nothing of a client that reads late'],
});
