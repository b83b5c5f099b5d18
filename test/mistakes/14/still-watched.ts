import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    if (this.#listening) this.#setListening(false);
`,
      replace: '',
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
