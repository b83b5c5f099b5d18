import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: `  chdir('/');
  silence();
  write(report, Buffer.from('.'));
  close(report);`,
      replace: `  write(report, Buffer.from('.'));
  close(report);
  chdir('/');
  silence();`,
    },
  ],
  fails: ['the launcher waits until the daemon has let go of its directory'],
});
