import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `Math.min(SLOT_BYTES, part.size - part.sent)`,
      replace: `SLOT_BYTES`,
    },
    {
      file: 'answer.ts',
      find: `return part.sent === part.size;`,
      replace: `return part.sent >= part.size;`,
    },
  ],
  fails: ['zerocopy: changes no memory that the kernel still sends from'],
});
