import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#clients.delete(client.fd);
    close`,
      replace: `    close`,
    },
  ],
  fails: ['drops the descriptors of clients that leave'],
  also: [
    'survives a client that resets',
    'leaves nothing behind after any of the tests above',
    'keeps the bytes of a client that reads late, and serves the others meanwhile',
    'serves its clients in any order',
    'refuses the connections that do not fit into an fd_set',
    'ticks while a client talks without a pause',
    'sleeps while no descriptors are left, and accepts again later',
  ],
});
