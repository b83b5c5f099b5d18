import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `keeps ? (request.minor > 0 ? null : 'keep-alive') : 'close'`,
      replace: `keeps ? null : 'close'`,
    },
  ],
  fails: ['connections stay open or end as the version and the Connection field say'],
});
