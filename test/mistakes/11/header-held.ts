import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'answer.ts',
      find: `follows ? MSG_NOSIGNAL | MSG_MORE : MSG_NOSIGNAL`,
      replace: `MSG_NOSIGNAL | MSG_MORE`,
    },
  ],
  fails: ['header: does not wait where no file follows'],
});
