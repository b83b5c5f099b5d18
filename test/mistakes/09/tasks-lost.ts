import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop.ts',
      find: `    }
    this.#runTasks();
    this.#quitting = false;
`,
      replace: `    }
    this.#quitting = false;
`,
    },
  ],
  fails: ['a quit before run is not lost, and queued tasks run before run returns'],
});
