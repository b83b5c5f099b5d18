import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../kit/on-path.ts';
import { PROJECT } from '../kit/project.ts';

/** One thing that was looked at. `needed` things must be there; the others only cost something. */
export interface Check {
  readonly name: string;
  readonly saw: string;
  readonly ok: boolean;
  readonly needed: boolean;
  /** What is lost without it, and how to get it. */
  readonly otherwise: string;
}

const MIN_FILES = 1024;

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
    openFiles(),
    needed(
      '/proc',
      procReadable() ? 'readable' : 'not readable',
      procReadable(),
      'the tests read the kernel’s evidence there: mount it (mount -t proc proc /proc)',
    ),
    await blockedCalls(),
    await ipv6(),
    program('less', 'handouts and diffs are printed without paging', 'less'),
    program('nc', 'a second client from another terminal: npm run lesson NN run has one built in', 'netcat-openbsd'),
    program('curl', 'later lessons talk HTTP with it', 'curl'),
    program('strace', 'watching a program’s system calls from outside', 'strace'),
    program('git', 'a reset without the solutions folder; diffs are made by diff instead', 'git'),
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

/** Loading koffi tells more than finding its folder: it is a native library. */
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

function openFiles(): Check {
  const soft = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '?';
  const ok = soft === 'unlimited' || Number(soft) >= MIN_FILES;
  return useful('open files', soft, ok, `tests with many connections need ${MIN_FILES}: ulimit -n 4096`);
}

function procReadable(): boolean {
  try {
    return readFileSync('/proc/self/stat', 'utf8').length > 0 && readFileSync('/proc/net/tcp', 'utf8').length > 0;
  } catch {
    return false;
  }
}

/** /proc/PID/syscall of a child asks for the same right as ptrace. Containers may refuse it. */
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
    'failures cannot say in which call a process sleeps: run the container with --cap-add=SYS_PTRACE',
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
