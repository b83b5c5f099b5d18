import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'server.ts', find: 'signal(SIGCHLD, reapChildren);', replace: 'signal(SIGCHLD, SIG_IGN);' },
    {
      file: 'server.ts',
      find: `  for (;;) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === null) return;
    log(\`child \${ended.pid} \${describeStatus(ended)}\`);
  }`,
      replace: '  void [WNOHANG, describeStatus];',
    },
  ],
  fails: ['reaps every child that ends, also when ten end at once'],
});
