import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'serving.ts',
      find: `      if (this.#words[STOPPED] === 1) endRequests(conn);
`,
      replace: ``,
    },
  ],
  fails: ['SIGTERM ends the connections of silent clients'],
});
