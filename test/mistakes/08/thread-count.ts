import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `{ length: count }`,
      replace: `{ length: 2 }`,
    },
  ],
  fails: ['starts the number of threads that --threads asks for'],
});
