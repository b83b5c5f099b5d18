import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      close(fd); // without this the client never sees the end, and we run out of descriptors
    }
  }`,
      replace: `      close(fd);
    }
    process.exit(0);
  }`,
    },
  ],
  fails: ['serves three clients, one after the other'],
  also: [
    'serves the waiting client once the first has gone',
    'ends the connection after the client has ended its direction',
    'leaves nothing behind after any of the tests above',
  ],
});
