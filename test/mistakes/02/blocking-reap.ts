import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  for (;;) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === null) return;
    log(\`child \${ended.pid} \${describeStatus(ended)}\`);
  }`,
      replace: `  try {
    for (;;) {
      const ended = waitpid(-1);
      if (ended !== null) log(\`child \${ended.pid} \${describeStatus(ended)}\`);
    }
  } catch (error) {
    if (!isSystemError(error, 'ECHILD')) throw error;
  }`,
    },
  ],
  fails: ['goes on accepting while other children still run'],
  also: [
    'survives a client that resets',
    'survives SIGPIPE in the child of a client that has closed',
    'leaves nothing behind after any of the tests above',
  ],
});
