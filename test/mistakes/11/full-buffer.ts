import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'copy.ts',
      find: `send(this.#conn, buffer, MSG_NOSIGNAL, length)`,
      replace: `send(this.#conn, buffer, MSG_NOSIGNAL)`,
    },
  ],
  fails: ['copy: sends files of every size exactly'],
});
