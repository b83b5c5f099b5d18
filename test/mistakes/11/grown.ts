import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `Math.min(buffer.length, part.size - part.sent));`,
      replace: `buffer.length);`,
    },
    {
      file: 'answer.ts',
      find: `return part.sent === part.size;`,
      replace: `return part.sent >= part.size;`,
    },
  ],
  fails: ['copy: loses no byte of a client that reads late'],
});
