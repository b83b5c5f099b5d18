import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (n === 0) {
      //#region 07.5`,
      replace: `    if (n === 0 && this.#stopping) {
      //#region 07.5`,
    },
  ],
  fails: ['an idle worker dies: it is reaped and replaced'],
  also: [
    'a busy worker dies: its client sees the end, the others get theirs',
    'a worker dies with a connection in its channel: the client sees the end',
  ],
});
