import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'inode: Number(inode)', replace: 'inode: Number.parseInt(inode, 16)' }],
  fails: ['names every process that holds a socket, and its descriptor'],
});
