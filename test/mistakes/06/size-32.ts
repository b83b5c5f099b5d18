import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B12',
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
