import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B10',
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
