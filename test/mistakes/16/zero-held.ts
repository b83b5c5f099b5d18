import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owners.ts',
      find: 'if (inode !== 0) found.set',
      replace: 'found.set',
    },
  ],
  fails: ['names every process that holds a socket, and its descriptor'],
});
