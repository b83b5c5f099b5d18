import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'wake.ts',
      find: `    for (const signum of [SIGTERM, SIGINT]) sigaction(signum, { handler: () => eventfdWrite(this.#fd, 1n) });
`,
      replace: `    void [SIGTERM, SIGINT, sigaction, eventfdWrite];
`,
    },
  ],
  fails: ['proactor: SIGTERM closes the port, sends the pending bytes, and ends the program'],
});
