import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B02',
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
