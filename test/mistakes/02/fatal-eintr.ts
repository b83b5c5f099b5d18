import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B04',
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
