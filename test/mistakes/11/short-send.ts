import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `      part.sent += n;`,
      replace: `      part.sent += length;`,
    },
  ],
  fails: ['copy: loses no byte of a client that reads late'],
  also: ['copy: loses no byte when calls transfer only a part'],
});
