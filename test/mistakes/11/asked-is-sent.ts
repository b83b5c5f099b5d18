import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: `part.sent += n ?? 0;`,
      replace: `part.sent += n === null ? 0 : Math.min(TURN, part.size - part.sent);`,
    },
  ],
  fails: ['sendfile: loses no byte of a client that reads late'],
  also: ['sendfile: loses no byte when a call transfers a part, or nothing'],
});
