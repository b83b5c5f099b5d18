import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
      log(\`lost a client: \${error.message}\`);
`,
      replace: `      log(\`lost a client: \${error instanceof Error ? error.message : ''}\`);
`,
    },
  ],
  fails: ['ends a worker on an error that is a bug, and says so'],
});
