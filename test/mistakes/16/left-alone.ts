import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'opening.ts', find: 'goOn: () => finish(client, server) };', replace: 'goOn: () => void finish };' }],
  fails: ['ESTABLISHED at both ends'],
});
