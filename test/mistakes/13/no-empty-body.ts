import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'if (length < HEADER ||', replace: 'if (length <= HEADER ||' }],
  fails: ['a length that no packet has is refused'],
  also: ['a packet is a header of eight bytes in network order, then the body'],
});
