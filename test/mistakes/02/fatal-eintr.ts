import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    return null;
    //#endregion`,
      replace: `    throw error;
    //#endregion`,
    },
  ],
  fails: ['goes on when accept is interrupted'],
  also: ['stops on SIGTERM once the open conversation has ended'],
});
