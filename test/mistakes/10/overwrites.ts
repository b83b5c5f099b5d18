import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    if (this.full) return false;
`,
      replace: '',
    },
  ],
  fails: ['the ring returns tasks whole and in order, from shared memory'],
});
