import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B08',
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
