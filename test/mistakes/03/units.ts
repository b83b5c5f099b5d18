import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B15',
  edits: [
    {
      file: 'timeouts.ts',
      find: `microseconds: (ms % 1000) * 1000 };
  //#endregion`,
      replace: `microseconds: ms % 1000 };
  //#endregion`,
    },
  ],
  fails: ['readTimeout: throws ETIMEDOUT when nothing comes'],
  also: [
    'acceptTimeout: takes a connection, and gives up when none comes',
    'writeTimeout: gives up on a peer that does not read',
    'connectTimeout: gives up when the queue is full',
  ],
});
