import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.write(length > 0);
`,
      replace: ``,
    },
  ],
  fails: [
    'a client that reads late: bounded, nothing lost, also after its half-close',
    'small bites: what is pending goes out in order',
  ],
  also: ['a connection sends back what it gets', 'SIGTERM: accepts nobody, sends what is pending, exits'],
});
