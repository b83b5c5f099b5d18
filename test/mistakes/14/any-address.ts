import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'listener.ts', find: 'address: INADDR_LOOPBACK', replace: 'address: INADDR_ANY' },
    { file: 'listener.ts', find: '  INADDR_LOOPBACK,', replace: '  INADDR_ANY,' },
  ],
  fails: ['workers serve, and the master does not'],
});
