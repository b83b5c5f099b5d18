import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `MSG_DONTWAIT | MSG_NOSIGNAL);`,
      replace: `MSG_DONTWAIT | (MSG_NOSIGNAL & 0));`,
    },
  ],
  fails: ['writeTimeout: throws EPIPE when the peer has gone'],
});
