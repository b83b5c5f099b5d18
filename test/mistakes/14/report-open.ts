import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  write(report, Buffer.from('.'));
  close(report);`,
      replace: "  write(report, Buffer.from('.'));",
    },
  ],
  fails: ['the launcher ends with status 0 once the daemon serves'],
});
