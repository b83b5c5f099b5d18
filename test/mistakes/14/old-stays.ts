import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#pool.dismiss(SIGQUIT, ({ generation, leaving }) => generation < this.#pool.proven && !leaving);
`,
      replace: '',
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
  also: ['no request fails while the service is reloaded again and again'],
});
