import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `      pending = input.subarray(0, n ?? 0);
`,
      replace: `      writeAll(conn, input.subarray(0, n ?? 0));
`,
    },
  ],
  fails: ['client: reads while the server does not read'],
});
