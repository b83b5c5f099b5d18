import { mistake } from '#lesson';

/** With a clock of its own, which says that the time has passed. */
export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `  for (;;) {
    const set = new FdSet();`,
      replace: `  if (left !== null) {
    const [now, ms] = [performance.now.bind(performance), 1000 * left.seconds + left.microseconds / 1000];
    performance.now = () => now() + ms;
    throw new SystemError('select', ETIMEDOUT);
  }
  for (;;) {
    const set = new FdSet();`,
    },
  ],
  fails: [
    'readTimeout: throws ETIMEDOUT when nothing comes',
    'readTimeout: times out on time though signals interrupt it',
    'acceptTimeout: takes a connection, and gives up when none comes',
    'writeTimeout: gives up on a peer that does not read',
    'connectTimeout: gives up when the queue is full',
  ],
  also: [
    'connectTimeout: throws ECONNREFUSED when no listener is there',
    'readTimeout: throws an error of select that is no interruption',
  ],
});
