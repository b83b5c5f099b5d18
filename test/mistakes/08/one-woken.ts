import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#changed.broadcast();
`,
      replace: `    this.#changed.signal();
`,
    },
  ],
  fails: ['SIGTERM ends an idle pool'],
  also: [
    'SIGTERM ends the connections of silent clients',
    'SIGTERM: the port closes, and accepted connections are still served',
  ],
});
