import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    showTitle('master');
`,
      replace: `    showTitle('master');
    setrlimit(RLIMIT_NOFILE, { ...getrlimit(RLIMIT_NOFILE), soft: this.#settings.descriptors });
`,
    },
    {
      file: 'master.ts',
      find: `  getpid,
`,
      replace: `  getpid,
  getrlimit,
  RLIMIT_NOFILE,
  setrlimit,
`,
    },
  ],
  fails: ['each worker has the limit of the settings, and the next reload can raise it'],
});
