import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      serving.end(index);
      close(conn);
`,
      replace: `      close(conn);
      serving.end(index);
`,
    },
  ],
  fails: ['a connection leaves the table before it is closed'],
});
