import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `      const accepted = this.#accept();
      if (accepted === null) return;
`,
      replace: `      for (let next = accept4(this.#listener, SOCK_CLOEXEC); next !== null; next = accept4(this.#listener, SOCK_CLOEXEC)) this.#waiting.push(next);
      const accepted = this.#waiting.pop();
      if (accepted === undefined) return;
`,
    },
    {
      file: 'parent.ts',
      find: `  #stopping = false;
`,
      replace: `  #stopping = false;
  readonly #waiting: NonNullable<ReturnType<typeof accept4>>[] = [];
`,
    },
    {
      file: 'parent.ts',
      find: `    }
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
    //#endregion
`,
      replace: `    }
    for (let next = accept4(this.#listener, SOCK_CLOEXEC); next !== null; next = accept4(this.#listener, SOCK_CLOEXEC)) this.#waiting.push(next);
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
    //#endregion
`,
    },
    {
      file: 'parent.ts',
      find: `      worker.busy = false;
`,
      replace: `      worker.busy = false;
      if (!this.#stopping) this.#handOut();
`,
    },
  ],
  fails: ['waiting clients are served in the order in which they connected'],
  also: ['the only worker dies while a client waits: its successor serves that client at once'],
});
