import { mistake } from '#lesson';

export default mistake({
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
  fails: ['loses only one client when fork fails'],
});
