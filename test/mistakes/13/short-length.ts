import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'codec.ts', find: 'if (length < HEADER || length > MOST)', replace: 'if (length > MOST)' }],
  fails: ['a length that no packet has is refused'],
});
