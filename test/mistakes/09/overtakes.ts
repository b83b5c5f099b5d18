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
  fails: ['pending bytes are sent in order when each write takes only a part'],
  also: ['a client that reads late gets all bytes, also after its half-close, and memory stays bounded'],
});
