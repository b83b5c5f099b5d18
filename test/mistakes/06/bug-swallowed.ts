import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
    log(\`lost \${show(peer)}: \${error.message}\`);`,
      replace: `    log(\`lost \${show(peer)}: \${error instanceof Error ? error.message : ''}\`);`,
    },
  ],
  fails: ['ends a child on an error that is a bug, and says so'],
});
