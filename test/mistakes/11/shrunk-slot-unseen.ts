import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `if (!n) throw new Shrunk();`,
      replace: `if (!n) return null;`,
    },
  ],
  fails: ['zerocopy: an empty file, one that shrinks, and clients that vanish'],
});
