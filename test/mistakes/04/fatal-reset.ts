import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B14',
  edits: [
    {
      file: 'level.ts',
      find: `      if (!isSystemError(error)) throw error;
      log(\`lost \${show(client.peer)}: \${error.message}\`);
      this.#drop(client);
`,
      replace: `      log(\`lost \${show(client.peer)}: \${isSystemError(error)}\`);
      throw error;
`,
    },
  ],
  fails: ['level: survives clients that reset'],
});
