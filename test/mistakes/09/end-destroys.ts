import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.read(false);
    this.finish();
`,
      replace: `    this.close();
`,
    },
  ],
  fails: ['a client that reads late: bounded, nothing lost, also after its half-close'],
  also: ['a connection sends back what it gets'],
});
