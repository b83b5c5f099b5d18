import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `client.leave();
    this.#endAtLast`,
      replace: `client.cut();
    this.#endAtLast`,
    },
  ],
  fails: ['proactor: SIGTERM closes the port, sends the pending bytes, and ends the program'],
});
