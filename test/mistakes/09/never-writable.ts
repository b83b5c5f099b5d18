import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.setWriting(length > 0);
`,
      replace: ``,
    },
  ],
  fails: [
    'a client that reads late gets all bytes, also after its half-close, and memory stays bounded',
    'pending bytes are sent in order when each write takes only a part',
  ],
  also: [
    'a connection sends back the bytes that it receives',
    'SIGTERM: the port closes, pending bytes are sent, the server exits',
  ],
});
