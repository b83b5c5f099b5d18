import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `MSG_NOSIGNAL | MSG_ZEROCOPY)`,
      replace: `MSG_NOSIGNAL | (MSG_ZEROCOPY & 0))`,
    },
    {
      file: 'zero-copy.ts',
      find: `        pending.add(this.#next);
`,
      replace: `        if (this.#next < 0) pending.add(this.#next);
`,
    },
  ],
  fails: ['zerocopy: sends with MSG_ZEROCOPY'],
});
