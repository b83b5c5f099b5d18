import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `Math.min(PIPE_BYTES, part.size - part.sent));`,
      replace: `PIPE_BYTES);`,
    },
    {
      file: 'answer.ts',
      find: `return part.sent === part.size;`,
      replace: `return part.sent >= part.size;`,
    },
  ],
  fails: ['splice: loses no byte of a client that reads late'],
});
