import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, availableParallelism, release } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../host/on-path.ts';
import { PROJECT } from '../../host/project.ts';
import { writeProblem } from '../../host/write-problem.ts';
import { procNetTcp } from '../../kit/kernel/proc-net-tcp.ts';
import { ALL_STATES } from '../../kit/kernel/tcp-row.ts';

/** The result of one check. The lab runs only if all `needed` checks pass; the others cost a feature. */
export interface Check {
  readonly name: string;
  readonly saw: string;
  readonly ok: boolean;
  readonly needed: boolean;
  /** The consequence of a failure, and the remedy. */
  readonly otherwise: string;
}

const MIN_FILES = 1024;
const MIN_PROCESSES = 512;
/** Threads count: npm, a command and its test runner take this many. */
const LEAST_PROCESSES = 100;
const MIN_FREE_KB = 800_000;
const MIN_PORTS = 12_000;

export async function examine(): Promise<Check[]> {
  return [
    needed(
      'system',
      `Linux ${release()}, ${arch()}`,
      process.platform === 'linux' && /^(x64|arm64)$/.test(arch()),
      'the lab makes system calls of Linux on x86-64 and arm64: use the dev container or WSL2',
    ),
    needed('node', process.versions.node, true, ''),
    await dependencies(),
    written(),
    openFiles(),
    processes(),
    memory(),
    ports(),
    needed(
      '/proc',
      procReadable() ? 'readable' : 'not readable',
      procReadable(),
      'the tests read the kernel’s evidence there: mount it (mount -t proc proc /proc)',
    ),
    await sockDiag(),
    await blockedCalls(),
    yama(),
    await ioUring(),
    await confinedOpen(),
    await ipv6(),
    program('less', 'handouts and diffs are printed without paging', 'less'),
    program('man', 'the man pages that steps name are to be read on the web', 'man-db manpages manpages-dev'),
    program('nc', 'no second client from another terminal; npm run lesson NN run has one built in', 'netcat-openbsd'),
    program('curl', 'some lessons use it as an HTTP client', 'curl'),
    program('redis-cli', 'only the clients of lesson 09 itself try its server', 'redis-tools'),
    program('strace', 'system calls cannot be watched from outside', 'strace'),
    program('bwrap', 'npm run grade cannot sandbox submissions', 'bubblewrap'),
    program('tmux', 'npm test leaves out the menu, watch mode and Ctrl-C at a terminal', 'tmux'),
    program('chromium', 'npm test leaves out the pages in a browser', 'chromium'),
    program('python3', 'npm test leaves out the train protocol against a second implementation', 'python3'),
    program('git', 'reset needs the solutions folder; diff(1) makes the diffs instead', 'git'),
  ];
}

const needed = (name: string, saw: string, ok: boolean, otherwise: string): Check => ({
  name,
  saw,
  ok,
  needed: true,
  otherwise,
});

const useful = (name: string, saw: string, ok: boolean, otherwise: string): Check => ({
  name,
  saw,
  ok,
  needed: false,
  otherwise,
});

/** Loads koffi, because a native library can be installed and still not load. */
async function dependencies(): Promise<Check> {
  try {
    await import('#sys');
    return needed('dependencies', 'installed, and koffi loads', true, '');
  } catch (error) {
    const text = (error as Error).message.split('\n')[0] ?? '';
    const installed = existsSync(join(PROJECT, 'node_modules', 'koffi'));
    return needed(
      'dependencies',
      installed ? `koffi does not load: ${text}` : 'missing',
      false,
      'nothing works without them: npm ci',
    );
  }
}

function written(): Check {
  const problem = writeProblem();
  return needed('files', problem === null ? 'can be written' : 'cannot be written', problem === null, problem ?? '');
}

function openFiles(): Check {
  const soft = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '?';
  const ok = soft === 'unlimited' || Number(soft) >= MIN_FILES;
  return useful('open files', soft, ok, `tests with many connections need ${MIN_FILES}: ulimit -n 4096`);
}

function processes(): Check {
  const soft = /^Max processes\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '?';
  const ok = soft === 'unlimited' || Number(soft) >= MIN_PROCESSES;
  const kind = soft === 'unlimited' || Number(soft) >= LEAST_PROCESSES ? useful : needed;
  return kind('processes', soft, ok, `lessons with many children or threads need ${MIN_PROCESSES}: ulimit -u 4096`);
}

function memory(): Check {
  const kb = Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0);
  const saw = `${Math.round(kb / 1000)} MB free, ${availableParallelism()} processors`;
  return useful('memory', saw, kb > MIN_FREE_KB, 'a grading takes about 500 MB: close something large');
}

/** Each connection of a test takes a port, and keeps it for a minute (TIME_WAIT) if the client closes first. tcp(7) */
function ports(): Check {
  const [low = 0, high = 0] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/).map(Number);
  const taken = new Set(procNetTcp.rows(ALL_STATES).map(({ localPort }) => localPort));
  const free = high - low + 1 - [...taken].filter((port) => port >= low && port <= high).length;
  return useful(
    'free ports',
    `${free} of ${high - low + 1}`,
    free >= MIN_PORTS,
    `tests with many clients need ${MIN_PORTS}: wait a minute for those in TIME_WAIT, or sysctl net.ipv4.ip_local_port_range="32768 60999"`,
  );
}

/** The scope of ptrace under Yama: 0 all processes of the user, 1 descendants, 2 root only, 3 none. ptrace(2) */
function yama(): Check {
  const path = '/proc/sys/kernel/yama/ptrace_scope';
  const scope = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  return useful(
    'ptrace',
    existsSync(path) ? `ptrace_scope ${scope}` : 'not restricted',
    scope <= 1,
    'strace cannot attach to a server: sysctl kernel.yama.ptrace_scope=1',
  );
}

async function ioUring(): Promise<Check> {
  const problem = await import('#sys').then(
    ({ ioUringProblem }) => ioUringProblem(),
    () => 'not tried: koffi does not load',
  );
  return useful(
    'io_uring',
    problem ?? 'allowed',
    problem === null,
    'programs with io_uring do not run, and npm test leaves them out: sysctl kernel.io_uring_disabled=0, or allow its calls in the seccomp profile of the container',
  );
}

/** Linux 5.6 has it; emulations of Linux and old seccomp profiles may not. */
async function confinedOpen(): Promise<Check> {
  const saw = await import('#sys').then(
    ({ close, O_CLOEXEC, O_PATH, open, openat2, RESOLVE_BENEATH }) => {
      const folder = open('/', O_PATH | O_CLOEXEC);
      try {
        close(openat2(folder, '.', O_PATH | O_CLOEXEC, RESOLVE_BENEATH));
        return 'allowed';
      } catch (error) {
        return String(error);
      } finally {
        close(folder);
      }
    },
    () => 'not tried: koffi does not load',
  );
  return useful(
    'openat2',
    saw,
    saw === 'allowed',
    'programs that open files below a folder with it do not run: Linux 5.6, and a container that allows it',
  );
}

function procReadable(): boolean {
  try {
    return readFileSync('/proc/self/stat', 'utf8').length > 0 && readFileSync('/proc/net/tcp', 'utf8').length > 0;
  } catch {
    return false;
  }
}

async function sockDiag(): Promise<Check> {
  const answers = await import('../../kit/kernel/sock-diag.ts').then(
    ({ SockDiag }) => SockDiag.open() !== null,
    () => false, // koffi does not load
  );
  return useful(
    'sock_diag',
    answers ? 'answers' : 'does not answer',
    answers,
    'the tests find sockets in /proc/net/tcp instead, and take longer: modprobe tcp_diag',
  );
}

/** /proc/PID/syscall requires the same permission as ptrace, and containers may deny it. */
async function blockedCalls(): Promise<Check> {
  const child = spawn('sleep', ['5'], { stdio: 'ignore' });
  let saw = 'readable';
  try {
    await once(child, 'spawn');
    readFileSync(`/proc/${child.pid}/syscall`, 'utf8');
  } catch (error) {
    saw = `not readable (${(error as NodeJS.ErrnoException).code})`;
  } finally {
    child.kill('SIGKILL');
  }
  return useful(
    '/proc/PID/syscall',
    saw,
    saw === 'readable',
    'failures cannot name the call in which a process sleeps: run the container with --cap-add=SYS_PTRACE',
  );
}

async function ipv6(): Promise<Check> {
  const server = createServer();
  const ok = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => resolve(true));
  });
  server.close();
  return useful(
    'IPv6 loopback',
    ok ? '::1' : 'none',
    ok,
    'examples with ::1 do not work: sysctl net.ipv6.conf.lo.disable_ipv6=0',
  );
}

function program(name: string, otherwise: string, aptPackage: string): Check {
  const ok = onPath(name);
  return useful(name, ok ? 'there' : 'missing', ok, `${otherwise}: apt-get install ${aptPackage}`);
}
