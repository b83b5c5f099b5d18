import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'heartbeat.ts',
      find: `    }
    this.#timer = null;
`,
      replace: `    }
`,
    },
  ],
  fails: ['a silent client is closed after two intervals and the margin, and one that pings stays'],
});
