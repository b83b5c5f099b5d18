import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  log(\`child \${pid} serves \${show(connection.peer)}\`);
`,
      replace: `  log(\`child \${pid} serves \${show(connection.peer)}\`);
  waitpid(pid);
`,
    },
  ],
  fails: ['serves two clients at the same time'],
});
