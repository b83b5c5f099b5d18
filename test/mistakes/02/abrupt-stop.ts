import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'server.ts', find: '        stopping = true;', replace: '        _exit(0);' }],
  fails: ['stops on SIGTERM once the open conversation has ended'],
});
