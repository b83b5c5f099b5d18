import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'mapped.ts',
      find: `    part.sent += n;
`,
      replace: `    part.sent = this.#begin + bytes.length;
`,
    },
  ],
  fails: ['mmap: loses no byte of a client that reads late'],
  also: ['mmap: loses no byte when send takes only a part'],
});
