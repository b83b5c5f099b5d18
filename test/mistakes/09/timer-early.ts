import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `timer !== undefined && timer.due <= now;`,
      replace: `timer !== undefined;`,
    },
  ],
  fails: ['timers expire in order and repeat, and the loop sleeps between them'],
  also: ['closes the connections of silent clients, and keeps active ones'],
});
