import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `      this.#parts.log.change(settings.log, settings.level);
      this.#settings = settings;`,
      replace: `      this.#settings = settings;
      this.#parts.log.change(settings.log, settings.level);`,
    },
  ],
  fails: ['SIGHUP with a bad file changes nothing, and says where the file is wrong'],
});
