import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `select(fd + 1, set, null, null, left) :`,
      replace: `select(fd + 1, set, null, null, left === null ? null : { ...left }) :`,
    },
  ],
  fails: ['readTimeout: times out on time though signals interrupt it'],
});
