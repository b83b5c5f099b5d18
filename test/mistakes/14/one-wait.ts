import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    for (let child = waitpid(-1, options); child !== null; child = waitpid(-1, options)) {
`,
      replace: `    const child = waitpid(-1, options);
    if (child !== null) {
`,
    },
  ],
  fails: ['reaps and replaces all of four workers that die at once'],
});
