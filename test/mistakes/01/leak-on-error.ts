import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      log(\`finished \${show(peer)}\`);
    } catch`,
      replace: `      log(\`finished \${show(peer)}\`);
      close(fd);
    } catch`,
    },
    {
      file: 'server.ts',
      find: `    } finally {
      close(fd); // without this the client never sees the end, and we run out of descriptors
    }`,
      replace: '    }',
    },
  ],
  fails: ['leaves nothing behind after any of the tests above'],
});
