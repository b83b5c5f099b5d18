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
  fails: ['who has been served is out of the table before the connection is closed'],
});
