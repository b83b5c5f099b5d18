import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'slot-pool.ts', find: 'SEQUENCE, 1);', replace: 'SEQUENCE, 0);' }],
  fails: ['a ticket is stale as soon as its connection has gone, and the next owner has another number'],
  also: ['a slot is retired once and recycled once, whoever sees the end first'],
});
