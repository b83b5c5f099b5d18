import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `      if (!(error instanceof ConfigError) && !isSystemError(error)) throw error;
`,
      replace: `      if (!isSystemError(error)) throw error;
`,
    },
    {
      file: 'master.ts',
      find: 'import { ConfigError, readConfig }',
      replace: 'import { readConfig }',
    },
  ],
  fails: ['SIGHUP with a bad file changes nothing, and says where the file is wrong'],
});
