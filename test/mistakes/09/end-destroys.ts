import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.setReading(false);
    this.finish();
`,
      replace: `    this.close();
`,
    },
  ],
  fails: ['a client that reads late gets all bytes, also after its half-close, and memory stays bounded'],
  also: ['a connection sends back the bytes that it receives'],
});
