import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    }
    epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
    //#endregion
`,
      replace: `    }
    //#endregion
`,
    },
  ],
  fails: [
    'a third client waits while two workers are busy, and gets the first worker that is free',
    'waiting clients are served in the order in which they connected',
  ],
});
