import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: '      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.silent(ticket);',
      replace: '      this.#watcher.silent(ticket);',
    },
  ],
  fails: ['a heartbeat that is left behind does not close the next owner of the slot'],
});
