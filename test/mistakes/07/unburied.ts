import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    if (report === 'ended') {
      //#region 07.5`,
      replace: `    if (report === 'ended' && this.#stopping) {
      //#region 07.5`,
    },
  ],
  fails: ['an idle worker dies: it is reaped and replaced'],
  also: [
    'a busy worker dies: its client sees the end, the other client gets its whole file',
    'a worker dies with a connection in its channel: the client sees the end',
  ],
});
