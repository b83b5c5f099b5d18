/** Masters that are compared: the reference of lesson 14, and nginx with as many workers. They run on the first core. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Running } from '../../src/cli/terminal/running.ts';
import { referenceFile } from '../../src/course/files/reference.ts';
import { freePort } from '../../src/grading/free-port.ts';
import { allProcesses } from '../../src/kit/kernel/family.ts';

export type Way = 'shared' | 'reuseport';

export interface Service {
  readonly port: number;
  readonly pid: number;
  end(): Promise<void> | void;
}

/** Its children, zombies too, in the order of their pids. */
export const childrenOf = (pid: number): { pid: number; state: string }[] =>
  allProcesses()
    .filter(({ ppid }) => ppid === pid)
    .sort((a, b) => a.pid - b.pid);

export async function ours(folder: string, way: Way, workers: number): Promise<Service> {
  const file = join(folder, 'greeter.conf');
  writeFileSync(file, `workers = ${workers}\nlevel = error\n`);
  const server = await Running.start(referenceFile('14-master-worker', 'server.ts'), {
    args: ['--port', '0', '--config', file, '--listener', way],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.onLine((line) => {
      const [, found] = /^listening 127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    void server.exited.then((why) => reject(new Error(`the master ${why}`)));
  });
  for (const pid of [server.pid, ...childrenOf(server.pid).map((child) => child.pid)])
    execFileSync('taskset', ['-a', '-c', '-p', '0', String(pid)], { stdio: 'ignore' });
  return { port, pid: server.pid, end: () => server.end() };
}

export async function nginx(folder: string, way: Way, workers: number): Promise<Service> {
  const port = freePort();
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  );
  writeFileSync(
    file,
    `daemon off; worker_processes ${workers}; pid ${folder}/nginx.pid; error_log stderr emerg; user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
events { worker_connections 1024; }
http { access_log off; keepalive_timeout 0; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port}${way === 'reuseport' ? ' reuseport' : ''}; location / { return 200 "hello from nginx\\n"; } } }
`,
  );
  const child = spawn('taskset', ['-c', '0', 'nginx', '-c', file, '-p', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let i = 0; i < 200 && spawnSync('curl', ['-s', `http://127.0.0.1:${port}/`]).status !== 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { port, pid: child.pid as number, end: () => void child.kill('SIGTERM') };
}
