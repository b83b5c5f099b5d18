import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B05',
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
