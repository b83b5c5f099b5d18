import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#peerEnded = true;
    this.finish();
`,
      replace: `    this.#peerEnded = true;
    this.close();
`,
    },
  ],
  fails: ['a client that reads late gets all bytes, also after its half-close, and memory stays bounded'],
  also: ['a connection sends back the bytes that it receives'],
});
