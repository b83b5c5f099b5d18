import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'server.ts', find: 'if (n === 0 || n === null) return;', replace: 'if (n === null) return;' }],
  fails: ['serves three clients, one after the other'],
  also: [
    'ends the connection after the client has ended its direction',
    'serves the waiting client once the first has gone',
    'leaves nothing behind after any of the tests above',
  ],
});
