import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'output.ts',
      find: 'if (this.#file !== null) flags |= MSG_MORE;',
      replace: 'flags |= MSG_MORE;',
    },
  ],
  fails: ['the head travels with the first bytes of the file, and the kernel sends the file'],
});
