import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `if (!length) throw new Shrunk();`,
      replace: `if (!length) return;`,
    },
  ],
  fails: ['copy: ends the connection when the file shrinks'],
});
