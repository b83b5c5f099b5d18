import { mistake } from '#lesson';

export default mistake({
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
    'readTimeout: times out on time though signals interrupt it',
    'acceptTimeout: takes a connection, and gives up when none comes',
    'writeTimeout: gives up on a peer that does not read',
    'connectTimeout: gives up when the queue is full',
  ],
});
