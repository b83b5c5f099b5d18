import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `      for (const { fd, number } of senders) if (number > sender.number) close(fd);
`,
      replace: '',
    },
  ],
  fails: ['blocking: each sender sees its own end, and no child is left'],
});
