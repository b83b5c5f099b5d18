import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
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
    'a third client waits while two workers are busy, and gets the one that is free first',
    'those who wait are served in the order in which they came',
  ],
});
