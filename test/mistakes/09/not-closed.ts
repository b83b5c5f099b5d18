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
    'lets silent clients go, and keeps those who talk',
    'SIGTERM: accepts nobody, sends what is pending, exits',
    'RESP: pipelined, cut anywhere, and bounded',
  ],
});
