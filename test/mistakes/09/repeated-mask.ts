import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `    if (events === this.#events && this.#watched) return;
`,
      replace: ``,
    },
  ],
  fails: ['a mask that stays as it is costs no system call'],
});
