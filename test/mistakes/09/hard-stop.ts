import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B21',
  edits: [
    {
      file: 'tcp-server.ts',
      find: `    for (const connection of [...this.connections]) connection.finish();
`,
      replace: `    for (const connection of [...this.connections]) connection.close();
`,
    },
  ],
  fails: ['SIGTERM: accepts nobody, sends what is pending, exits'],
});
