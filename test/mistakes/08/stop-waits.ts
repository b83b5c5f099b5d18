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
  fails: ['SIGTERM ends the connections of silent clients'],
  also: ['SIGTERM: the port closes, and accepted connections are still served'],
});
