import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `      if (!this.#stopping) epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
      //#endregion
`,
      replace: `      //#endregion
`,
    },
    {
      file: 'parent.ts',
      find: `      this.#addWorker();
      epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, EPOLLIN);
`,
      replace: `      this.#addWorker();
`,
    },
  ],
  fails: [
    'a third client waits while two workers are busy, and gets the first worker that is free',
    'the only worker dies while a client waits: its successor serves that client at once',
  ],
});
