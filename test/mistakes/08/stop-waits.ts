import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#serving.stop();
`,
      replace: ``,
    },
  ],
  fails: ['SIGTERM ends connections on which nobody says anything'],
  also: ['SIGTERM: what was accepted is served, and nothing else'],
});
