import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B11',
  edits: [
    {
      file: 'server.ts',
      find: `    log(\`no child for \${show(connection.peer)}: \${String(error)}\`);
    close(connection.fd);
    return;
`,
      replace: `    throw error;
`,
    },
  ],
  fails: ['loses one client, and no more, when fork fails'],
});
