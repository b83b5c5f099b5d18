import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `  if (answered !== name) throw new TrainError(\`the server answers with another name: \${JSON.stringify(answered)}\`);
`,
      replace: ``,
    },
  ],
  fails: ['client: refuses an answer with another name than the requested one'],
});
