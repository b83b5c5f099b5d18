import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'const where = `${file}:${index + 1}`;',
      replace: 'const where = `${file}:${index}`;',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
