import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owner.ts',
      find: `    this.#loop.runAfter(grace, () => {
      for (const { connection } of [...this.#clients.values()]) connection.close();
    });
`,
      replace: `    void grace;
`,
    },
  ],
  fails: ['SIGTERM: a client that reads late gets all its answers, one that never reads is cut off after the grace'],
});
