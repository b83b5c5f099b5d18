import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.write(length > 0);
`,
      replace: `    this.#channel.write(true);
`,
    },
  ],
  fails: ['small bites: what is pending goes out in order'],
  also: [
    'a client that reads late: bounded, nothing lost, also after its half-close',
    'a connection sends back what it gets',
    'SIGTERM: accepts nobody, sends what is pending, exits',
    'leaves nothing behind after any of the tests above',
  ],
});
