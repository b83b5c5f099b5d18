import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      close(opened.file);
`,
      replace: `      number.fill(0);
`,
    },
  ],
  fails: ['closes each file after sending it'],
});
