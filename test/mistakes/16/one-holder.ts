import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owners.ts',
      find: 'found.set(inode, [...(found.get(inode) ?? []), `${pid} fd ${fd}`])',
      replace: 'found.set(inode, [`${pid} fd ${fd}`])',
    },
  ],
  fails: ['names every process that holds a socket, and its descriptor'],
});
