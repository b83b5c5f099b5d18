import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const channel = new Channel(this.loop.poller, fd);
    sayGoodbye(this.loop, channel, () => {
      channel.remove();
      close(fd);
    });
`,
      replace: '',
    },
    {
      file: 'server.ts',
      find: `import { sayGoodbye } from '#program/goodbye.ts';
`,
      replace: '',
    },
    { file: 'server.ts', find: 'import { Acceptor, Channel, EventLoop }', replace: 'import { Acceptor, EventLoop }' },
    {
      file: 'server.ts',
      find: `  close,
`,
      replace: '',
    },
  ],
  fails: ['a full pool says so: BUSY, then the end, also to a client that has sent already'],
});
