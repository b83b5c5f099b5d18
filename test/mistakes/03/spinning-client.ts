import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: '      pending = input.subarray(0, n ?? 0);\n',
      replace: '      pending = input.subarray(0, n ?? 0);\n      while (pending.length > 0);\n',
    },
  ],
  fails: ['client: prints the echo of its standard input'],
});
