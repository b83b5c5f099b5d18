import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `      this.#parts.log.change(settings.log, settings.level);
`,
      replace: '',
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
