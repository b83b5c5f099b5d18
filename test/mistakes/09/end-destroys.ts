import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B03',
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
