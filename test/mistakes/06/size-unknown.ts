import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (size === 0 && read(file, number, 1) !== 0) throw new Failure('the size of that file is not known');
`,
      replace: ``,
    },
  ],
  fails: ['refuses a file that it cannot open, and serves the next request'],
});
