import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'polling.ts',
      find: `    let idle = true;
`,
      replace: '',
    },
    {
      file: 'polling.ts',
      find: `      if (found !== 'nothing') idle = false;
`,
      replace: '',
    },
    {
      file: 'polling.ts',
      find: 'if (idle && pause > 0)',
      replace: 'if (pause > 0)',
    },
  ],
  fails: ['polling: never sleeps, and with a pause only between its rounds'],
});
