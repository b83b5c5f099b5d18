import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'worker.ts', find: 'if (pool.isCurrent(job)) answers.put', replace: 'answers.put' },
    {
      file: 'worker.ts',
      find: `import { SlotPool } from './slot-pool.ts';
`,
      replace: '',
    },
    {
      file: 'worker.ts',
      find: `  const pool = new SlotPool(memory);
`,
      replace: '',
    },
    { file: 'worker.ts', find: '{ pool: memory, jobs: forUs', replace: '{ jobs: forUs' },
  ],
  fails: ['a job whose client has gone before it began is skipped'],
});
