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
  fails: ['an unchanged mask costs no system call'],
});
