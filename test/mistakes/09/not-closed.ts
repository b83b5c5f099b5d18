import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#channel.remove();
    close(this.#fd);
    this.onClose();`,
      replace: `    this.#channel.remove();
    this.onClose();`,
    },
    {
      file: 'connection.ts',
      find: `import { type Accepted, close, type Fd,`,
      replace: `import { type Accepted, type Fd,`,
    },
  ],
  fails: ['the server serves many clients'],
  also: [
    'clients that reset end their own connection only',
    'closes the connections of silent clients, and keeps active ones',
    'SIGTERM: the port closes, pending bytes are sent, the server exits',
    'RESP requests may be pipelined or cut anywhere, and are limited in size',
  ],
});
