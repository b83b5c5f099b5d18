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
      replace: `  const ended = waitpid(-1, WNOHANG);
  if (ended !== null) log(\`child \${ended.pid} \${describeStatus(ended)}\`);`,
    },
  ],
  fails: ['reaps every child that ends, also when ten end at once'],
  also: ['leaves nothing behind after any of the tests above'],
});
