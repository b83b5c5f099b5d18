import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `part.sent += n ?? 0;`,
      replace: `part.sent += n ?? Math.min(TURN, part.size - part.sent);`,
    },
  ],
  fails: ['sendfile: loses no byte when a call transfers a part, or nothing'],
});
