import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `    close(sender.fd);
  }
  for`,
      replace: `  }
  for`,
    },
  ],
  fails: ['blocking: each sender sees its own end, and no child is left'],
});
