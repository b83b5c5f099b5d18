import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port })',
      replace:
        'bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port: ((port & 0xff) << 8) | (port >> 8) })',
    },
  ],
  fails: ['listens on 127.0.0.1 at the given port'],
});
