import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `      if (!isSystemError(error)) throw error;
      log(\`lost \${show(client.peer)}: \${error.message}\`);
`,
      replace: `      log(\`lost \${show(client.peer)}: \${isSystemError(error)}\`);
`,
    },
    {
      file: 'edge.ts',
      find: `      if (!isSystemError(error)) throw error;
      log(\`lost \${show(client.peer)}: \${error.message}\`);
`,
      replace: `      log(\`lost \${show(client.peer)}: \${isSystemError(error)}\`);
`,
    },
  ],
  fails: ['level: ends on an error that is a bug, and says so', 'edge: ends on an error that is a bug, and says so'],
});
