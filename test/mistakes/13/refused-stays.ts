import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    sayGoodbye(this.loop, channel, () => {
      channel.remove();
      close(fd);
    });`,
      replace: `    shutdown(fd, SHUT_WR);
    channel.onReadable = () => {
      if (recv(fd, Buffer.alloc(1024)) !== 0) return;
      channel.remove();
      close(fd);
    };
    channel.setReading(true);`,
    },
    {
      file: 'server.ts',
      find: `import { sayGoodbye } from '#program/goodbye.ts';
`,
      replace: '',
    },
    {
      file: 'server.ts',
      find: `  SIGTERM,
  SO_SNDBUF,`,
      replace: `  SHUT_WR,
  SIGTERM,
  SO_SNDBUF,`,
    },
    {
      file: 'server.ts',
      find: `  send,
`,
      replace: `  recv,
  send,
`,
    },
    {
      file: 'server.ts',
      find: `  setsockopt,
`,
      replace: `  setsockopt,
  shutdown,
`,
    },
  ],
  fails: ['a full pool says so: BUSY, then the end, also to a client that has sent already'],
});
