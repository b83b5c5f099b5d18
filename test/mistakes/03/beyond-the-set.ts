import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `        if (accepted.fd >= FD_SETSIZE) {
          log(\`refused \${show(accepted.peer)}: fd \${accepted.fd} does not fit into an fd_set\`);
          close(accepted.fd);
          continue;
        }
`,
      replace: `        void FD_SETSIZE;
`,
    },
  ],
  fails: ['refuses the connections that do not fit into an fd_set'],
});
