import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      const ms = Math.max(0, Math.ceil(next - now));
      return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
`,
      replace: `      const ms = Math.max(0, Math.ceil(next - now));
      this.#left ??= { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
      return this.#left;
`,
    },
    {
      file: 'server.ts',
      find: `  #stopping = false;

  constructor`,
      replace: `  #stopping = false;
  #left: Timeval | null = null;

  constructor`,
    },
  ],
  fails: ['ticks without any client, and sleeps between two ticks'],
});
