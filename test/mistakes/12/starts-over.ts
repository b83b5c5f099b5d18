import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'lines.ts',
      find: `    this.#seen = at - from;
    return -1;`,
      replace: `    return -1;`,
    },
  ],
  fails: ['no byte of a line is looked at again and again'],
});
