import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `    throw new SystemError('select', ETIMEDOUT);
`,
      replace: `    void ETIMEDOUT;
    throw new SystemError('select', 11);
`,
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
