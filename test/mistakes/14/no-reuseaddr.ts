import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'listener.ts',
      find: '  setsockopt(fd, SOL_SOCKET, option, true);',
      replace: '  if (option === SO_REUSEPORT) setsockopt(fd, SOL_SOCKET, option, true);',
    },
  ],
  fails: ['the port is this service’s alone, and free for the next one at once'],
});
