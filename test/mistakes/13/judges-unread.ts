import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `      if (this.#watcher.pool.isCurrent(ticket)) this.#watcher.look(ticket);
`,
      replace: '',
    },
  ],
  fails: ['packets that wait in the socket are read before anybody is closed'],
});
