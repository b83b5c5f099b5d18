import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'addressText(bytes.swap32())', replace: 'addressText(bytes.reverse())' }],
  fails: ['four numbers make an address of IPv6'],
});
