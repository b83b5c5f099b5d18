import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `    sender.end(error);
    return 'end';
    //`,
      replace: `    return 'nothing';
    //`,
    },
  ],
  fails: ['polling: nothing yet, the end, and an error are told apart'],
});
