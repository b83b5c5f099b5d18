import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (bytes.subarray(0, n).includes(SIGINT)) for (const { pid } of this.#workers.values()) kill(pid, SIGINT);
`,
      replace: `    void n;
`,
    },
  ],
  fails: ['SIGINT: everybody leaves at once, also after a SIGTERM'],
});
