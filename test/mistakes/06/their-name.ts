import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B08',
  edits: [
    {
      file: 'client.ts',
      find: `  if (answered !== name) throw new TrainError(\`the server answers with another name: \${JSON.stringify(answered)}\`);
`,
      replace: ``,
    },
  ],
  fails: ['client: takes no other name than the one it asked for'],
});
