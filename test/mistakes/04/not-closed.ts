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
    'level: answers a request that came together with the end of the stream',
    'level: loses no bytes of a client that reads late',
    'level: asks for EPOLLOUT only while bytes are pending',
    'level: survives clients that reset',
    'leaves nothing behind after any of the tests above',
  ],
});
