import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'body.ts', find: `if (length !== undefined || minor === 0)`, replace: `if (minor === 0)` }],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
