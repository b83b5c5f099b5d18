import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'sent-file.ts',
      find: 'Math.min(TURN, part.size - part.sent)',
      replace: 'part.size - part.sent',
    },
  ],
  fails: ['sendfile: loses no byte of a client that reads late'],
});
