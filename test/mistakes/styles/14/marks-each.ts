import { style } from '#lesson';

/** Descriptors marked one by one, a stricter umask, the pid file compared with its name. */
export default style({
  edits: [
    {
      file: 'pid-file.ts',
      find: `  for (;;) {
    const fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
    if (flock(fd, LOCK_EX | LOCK_NB) === null) throw new Failure(\`\${path}: already running, pid \${textOf(fd)}\`);
    if (fstat(fd).links > 0) {
      ftruncate(fd, 0);
      write(fd, Buffer.from(\`\${getpid()}\\n\`));
      return fd;
    }
    close(fd);
  }`,
      replace: `  const fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, MODE);
  if (flock(fd, LOCK_EX | LOCK_NB) === null) {
    const text = textOf(fd);
    close(fd);
    throw new Failure(\`\${path} is locked by the process \${text}\`);
  }
  const named = statSync(path, { throwIfNoEntry: false, bigint: true });
  const mine = fstat(fd);
  if (named?.ino !== mine.ino || named.dev !== mine.dev) {
    close(fd);
    return takePidFile(path);
  }
  const text = Buffer.from(\`\${getpid()}\\n\`);
  write(fd, text);
  ftruncate(fd, text.length);
  return fd;`,
    },
    {
      file: 'pid-file.ts',
      find: `import { Failure } from '#program';`,
      replace: `import { statSync } from 'node:fs';
import { Failure } from '#program';`,
    },
    {
      file: 'daemon.ts',
      find: `  const [status, report] = pipe2(O_CLOEXEC);
  if (fork() > 0) {
    close(report);
    _exit(awaitReport(status));
  }
  close(status);
  setsid();
  if (fork() > 0) _exit(0);
  umask(0o027);
  startAfresh(report);
  return report;`,
      replace: `  umask(0o077);
  const [status, report] = pipe2(O_CLOEXEC);
  if (fork() !== 0) {
    close(report);
    _exit(awaitReport(status));
  }
  setsid();
  if (fork() !== 0) _exit(0);
  close(status);
  startAfresh(report);
  return report;`,
    },
    {
      file: 'daemon.ts',
      find: `  if (report !== FIRST_FREE) dup2(report, FIRST_FREE);
  closeRange(FIRST_FREE + 1, LAST_NUMBER, CLOSE_RANGE_CLOEXEC);
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1), '--report', String(FIRST_FREE)];
  execve(process.execPath, argv, environment());`,
      replace: `  for (const name of readdirSync('/proc/self/fd')) {
    const fd = Number(name);
    if (fd > 2 && fd !== report && isOpen(fd)) fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
  fcntl(report, F_SETFD, 0);
  const argv = [process.execPath, ...process.execArgv, ...process.argv.slice(1), '--report', String(report)];
  execve(process.execPath, argv, environment());`,
    },
    {
      file: 'daemon.ts',
      find: `const FIRST_FREE = 3;
const LAST_NUMBER = 0xffffffff;
`,
      replace: `/** The list had a descriptor of its own, which is closed by now. */
function isOpen(fd: number): boolean {
  try {
    fcntl(fd, F_GETFD);
    return true;
  } catch {
    return false;
  }
}
`,
    },
    {
      file: 'daemon.ts',
      find: `import process from 'node:process';`,
      replace: `import { readdirSync } from 'node:fs';
import process from 'node:process';`,
    },
    {
      file: 'daemon.ts',
      find: `  CLOSE_RANGE_CLOEXEC,
`,
      replace: ``,
    },
    {
      file: 'daemon.ts',
      find: `  closeRange,
`,
      replace: ``,
    },
    {
      file: 'daemon.ts',
      find: `  execve,
  type Fd,
`,
      replace: `  execve,
  F_GETFD,
  F_SETFD,
  type Fd,
  FD_CLOEXEC,
  fcntl,
`,
    },
    {
      file: 'daemon.ts',
      find: `  const nothing = open('/dev/null', O_RDWR | O_CLOEXEC);
  for (const fd of [0, 1, 2]) dup2(nothing, fd);
  close(nothing);`,
      replace: `  const [input, output] = [open('/dev/null', O_CLOEXEC), open('/dev/null', O_RDWR | O_CLOEXEC)];
  dup2(input, 0);
  dup2(output, 1);
  dup2(1, 2);
  close(input);
  close(output);`,
    },
  ],
});
