import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: 'if (n === 0) this.#drop(client);',
      replace: 'if (n === 0) this.#interest.forget(client.fd);',
    },
  ],
  fails: ['level: serves two clients in turn'],
  also: [
    'level: answers the last request before the end',
    'level: loses nothing of a client that reads late',
    'level: asks for EPOLLOUT only while there is something to write',
    'level: survives clients that reset',
    'leaves nothing behind after any of the tests above',
  ],
});
