import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: 'bind(listener, { family: AF_INET, address: INADDR_LOOPBACK, port })',
      replace: "bind(listener, { family: AF_INET, address: '0.0.0.0', port })",
    },
    { file: 'server.ts', find: 'listen(listener, SOMAXCONN)', replace: 'listen(listener, 0)' },
  ],
  fails: ['listens on 127.0.0.1 at the given port'],
  also: ['keeps six connections waiting while it is busy'],
});
