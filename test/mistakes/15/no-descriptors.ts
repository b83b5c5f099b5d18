import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    else if (nothingLeft(new SystemError('accept', -res))) this.#pause(res);
`,
      replace: '',
    },
    {
      file: 'proactor.ts',
      find: 'nothingLeft, ',
      replace: '',
    },
  ],
  fails: ['proactor: without a free descriptor it neither spins nor ends'],
});
