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
  fails: ['announces more than 4 GiB exactly'],
});
