import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.alive(ticket);
    //#endregion`,
      replace: '    //#endregion',
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
