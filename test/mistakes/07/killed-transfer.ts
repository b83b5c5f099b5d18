import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `      for (const { channel } of this.#workers.values()) sendExit(channel);
`,
      replace: `      for (const { pid } of this.#workers.values()) kill(pid, SIGINT);
`,
    },
  ],
  fails: ['SIGTERM: a transfer under way is completed'],
});
