import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    const taken = this.#output.length > 0 ? 0 : (send(this.#fd, bytes, MSG_NOSIGNAL) ?? 0);
`,
      replace: `    const taken = send(this.#fd, bytes, MSG_NOSIGNAL) ?? 0;
`,
    },
  ],
  fails: ['small bites: what is pending goes out in order'],
  also: ['a client that reads late: bounded, nothing lost, also after its half-close'],
});
