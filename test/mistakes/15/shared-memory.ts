import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: '  readonly #memory: Mapping = mmap(BYTES + ACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);',
      replace: '  readonly #memory: Mapping = shared;',
    },
    {
      file: 'completions.ts',
      find: '/** One sender and its memory',
      replace: `const shared = mmap(BYTES + ACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

/** One sender and its memory`,
    },
  ],
  fails: ['completions: thousands of operations through the same few entries, and nobody gets the lines of another'],
});
