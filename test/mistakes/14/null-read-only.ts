import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'daemon.ts', find: "'/dev/null', O_RDWR | O_CLOEXEC", replace: "'/dev/null', O_CLOEXEC" },
    {
      file: 'daemon.ts',
      find: `  O_RDWR,
`,
      replace: '',
    },
  ],
  fails: ['the launcher ends with status 0 once the daemon serves'],
});
