import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'lines.ts',
      find: `      if (byte !== CR) throw`,
      replace: `      if (byte === LF) {
        this.#seen = 0;
        return at - 1;
      }
      if (byte !== CR) throw`,
    },
  ],
  fails: ['only CR LF ends a line, and control characters are refused'],
});
