import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B12',
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
