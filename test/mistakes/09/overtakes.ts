import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B20',
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
