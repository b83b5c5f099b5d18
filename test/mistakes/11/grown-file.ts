import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `Math.min(TURN, part.size - part.sent));`,
      replace: `TURN);`,
    },
    {
      file: 'answer.ts',
      find: `return part.sent === part.size;`,
      replace: `return part.sent >= part.size;`,
    },
  ],
  fails: ['sendfile: loses no byte of a client that reads late'],
});
