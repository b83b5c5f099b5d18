import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `      if (this.#due.get(ticket) !== due) continue;
`,
      replace: '',
    },
  ],
  fails: ['packets that wait in the socket are read before anybody is closed'],
});
