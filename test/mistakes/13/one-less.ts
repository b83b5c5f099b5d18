import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'length > MOST', replace: 'length >= MOST' }],
  fails: ['a length that no packet has is refused'],
});
