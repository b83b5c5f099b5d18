import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    if (bytes.subarray(0, n).includes(SIGINT)) for (const { pid } of this.#workers.values()) kill(pid, SIGINT);
`,
      replace: `    void n;
`,
    },
  ],
  fails: ['SIGINT: all processes exit at once, also after SIGTERM'],
});
