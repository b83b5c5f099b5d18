import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    if (this.#stopping !== 'no') return;
    this.#parts.log.info(\`leaving`,
      replace: '    this.#parts.log.info(`leaving',
    },
  ],
  fails: ['SIGQUIT: nobody new, and the answers under way are finished'],
});
