import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `microseconds: (ms % 1000) * 1000 };
  //#endregion`,
      replace: `microseconds: ms * 1000 };
  //#endregion`,
    },
    { file: 'server.ts', find: 'microseconds: (ms % 1000) * 1000 };', replace: 'microseconds: ms * 1000 };' },
  ],
  fails: [
    'readTimeout: throws ETIMEDOUT when nothing comes',
    'acceptTimeout: takes a connection, and gives up when none comes',
    'writeTimeout: gives up on a peer that does not read',
    'connectTimeout: gives up when the queue is full',
    'ticks without any client, and sleeps between two ticks',
    'accepts again after a pause, though no client has left',
  ],
});
