import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  number.writeBigUInt64BE(BigInt(size));
`,
      replace: `  number.writeBigUInt64BE(BigInt(size >>> 0));
`,
    },
  ],
  fails: ['announces the exact size of a file over 4 GiB'],
});
