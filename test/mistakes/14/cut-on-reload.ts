import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: '    this.#pool.dismiss(SIGQUIT, ({ generation, leaving })',
      replace: '    this.#pool.dismiss(SIGTERM, ({ generation, leaving })',
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
