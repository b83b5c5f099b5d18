import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      for (const { channel } of this.#workers.values()) this.#tellToExit(channel);
`,
      replace: `      for (const { pid } of this.#workers.values()) kill(pid, SIGINT);
`,
    },
  ],
  fails: ['SIGTERM: a transfer under way ends whole'],
});
