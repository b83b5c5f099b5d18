/** The servers that are compared: the reference of lesson 12, nginx and node:http, each on the first core, with the files of one folder. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Running } from '../../src/cli/terminal/running.ts';
import { referenceFile } from '../../src/course/files/reference.ts';
import { freePort } from '../../src/grading/free-port.ts';
import { onPath } from '../../src/host/on-path.ts';
import { PROJECT } from '../../src/host/project.ts';

export interface Server {
  readonly name: string;
  readonly port: number;
  end(): Promise<void> | void;
}

async function ours(folder: string): Promise<Server> {
  const path = referenceFile('12-http-server', 'server.ts');
  const server = await Running.start(path, {
    args: ['--port', '0', '--dir', folder],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  server.onLine(() => {});
  const port = await server.port();
  if (port === null) throw new Error('server.ts did not listen');
  execFileSync('taskset', ['-a', '-c', '-p', '0', String(server.pid)], { stdio: 'ignore' });
  return { name: 'lesson 12', port, end: () => server.end() };
}

const pinned = (command: string, args: readonly string[]): ChildProcess =>
  spawn('taskset', ['-c', '0', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

async function nodeHttp(folder: string): Promise<Server> {
  const child = pinned(process.execPath, [join(PROJECT, 'bench', 'net', 'http.mjs'), folder]);
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = Number(/:(\d+)/.exec(line.toString())?.[1]);
  return { name: 'node:http', port, end: () => void child.kill('SIGKILL') };
}

async function nginx(folder: string): Promise<Server> {
  const port = freePort();
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  );
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr emerg; user ${process.getuid?.() === 0 ? 'root' : 'nobody'};
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; ${temporary.join(' ')}
  server { listen 127.0.0.1:${port}; root ${folder}; } }
`,
  );
  const child = pinned('nginx', ['-c', file, '-p', folder]);
  for (let i = 0; i < 200 && spawnSync('curl', ['-s', `http://127.0.0.1:${port}/`]).status !== 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { name: 'nginx', port, end: () => void child.kill('SIGTERM') };
}

export const startServers = async (folder: string): Promise<Server[]> => [
  await ours(folder),
  ...(onPath('nginx') ? [await nginx(folder)] : []),
  await nodeHttp(folder),
];
