import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `    if (fork() === 0) {
      for (const { fd, number } of senders) if (number > sender.number) close(fd);
      converse(sender);
      _exit(0);
    }
    close(sender.fd);
  }
  for (const _ of senders) waitpid(-1);`,
      replace: `    converse(sender);
  }`,
    },
    {
      file: 'blocking.ts',
      find: `import { _exit, close, fork, isSystemError, recv, waitpid } from '#sys';`,
      replace: `import { isSystemError, recv } from '#sys';`,
    },
  ],
  fails: ['blocking: each line is acknowledged when it arrives'],
});
