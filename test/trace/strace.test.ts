import { type ChildProcess, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORK_FLAGS } from '#sys';
import { referenceFile } from '../../src/course/files/reference.ts';
import { spawnKept } from '../../src/host/keeper.ts';
import { PROJECT } from '../../src/host/project.ts';
import { buildProgram } from '../../src/kit/process/build.ts';
import { OwnGroup } from '../../src/kit/process/own-group.ts';
import { eventsOf, type Trace } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';

const WORKERS = 4;
const CLIENTS = 50;

const problem = straceProblem();
if (problem !== null) process.stderr.write(`test/trace/strace.test.ts: skipped, ${problem}\n`);

function straceProblem(): string | null {
  const run = spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (run.error !== undefined) return 'strace is not installed';
  return run.status === 0 ? null : `strace may not trace here: ${run.stderr.trim().split('\n')[0]}`;
}

/** Forks, passed descriptors and reaped children, as lines to compare. */
type Facts = Record<'forks' | 'passes' | 'receives' | 'reaps', string[]>;

describe.skipIf(problem !== null)('the trace and strace of one run', () => {
  test('have the same forks, passed descriptors and reaped children', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-strace-'));
    for (const name of ['lanes', 'strace', 'files']) mkdirSync(join(folder, name));
    try {
      const pid = await pool(folder);
      const ours = tracedFacts(readTrace(join(folder, 'lanes')));
      const theirs = straceFacts(join(folder, 'strace'));
      expect(ours).toEqual(theirs);
      expect(ours.forks).toHaveLength(WORKERS);
      expect(ours.reaps).toHaveLength(WORKERS);
      expect([ours.passes.length, ours.receives.length]).toEqual([CLIENTS, CLIENTS]);
      expect(new Set(ours.passes)).toEqual(new Set([`${pid}`]));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Runs lesson 07's server under both, with clients one after the other; returns its pid. */
async function pool(folder: string): Promise<number> {
  const file = referenceFile('07-process-pool', 'server.ts');
  const filter = ['-e', 'trace=fork,vfork,clone,clone3,sendmsg,recvmsg,wait4', '-e', 'signal=none'];
  const server = ['--port', '0', '--dir', join(folder, 'files'), '--workers', String(WORKERS)];
  const child = spawnKept(
    'strace',
    [
      '-ff',
      '-qq',
      '-o',
      join(folder, 'strace', 's'),
      ...filter,
      process.execPath,
      ...FORK_FLAGS,
      await buildProgram(file),
      ...server,
    ],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], LAB_MAIN: file, LAB_TRACE: join(folder, 'lanes') },
    },
  );
  const group = new OwnGroup(child);
  try {
    const port = await listening(child);
    for (let i = 0; i < CLIENTS; i++) await ask(port);
    const pid = Number(readFileSync(`/proc/${group.pid}/task/${group.pid}/children`, 'utf8').trim());
    process.kill(pid, 'SIGTERM');
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
    return pid;
  } finally {
    group.signal('SIGKILL');
    group.release();
  }
}

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (data: Buffer) => {
      said += data;
      const port = /listening 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.stderr?.resume();
    child.once('exit', () => reject(new Error(`the server ended before it listened: ${said}`)));
  });
}

/** A client that requests a missing file, and waits for the answer and end of file. */
async function ask(port: number): Promise<void> {
  const client = connect(port, '127.0.0.1');
  client.end(Buffer.from([0, 0, 0, 4, ...Buffer.from('none')]));
  client.resume();
  await once(client, 'close');
}

function tracedFacts({ lanes }: Trace): Facts {
  const lines = (name: string, kind: 'call' | 'mark', line: (pid: number, to: number) => string): string[] =>
    eventsOf(lanes, (event) => event.kind === kind && event.name === name)
      .map(({ lane, event }) => line(lanes[lane]?.pid ?? 0, kind === 'call' ? event.result : Number(event.args[0])))
      .sort();
  return {
    forks: lines('fork', 'call', (pid, child) => `${pid} ${child}`),
    passes: lines('passes', 'mark', (pid) => `${pid}`),
    receives: lines('receives', 'mark', (pid, fd) => `${pid} fd ${fd}`),
    reaps: lines('waitpid', 'call', (pid, child) => `${pid} ${child}`).filter((line) => !/ (0|-1)$/.test(line)),
  };
}

/** One file for each thread, s.TID. Node's other threads appear only as clone with CLONE_THREAD. */
function straceFacts(folder: string): Facts {
  const facts: Facts = { forks: [], passes: [], receives: [], reaps: [] };
  for (const name of readdirSync(folder)) {
    const pid = name.slice(name.lastIndexOf('.') + 1);
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const [, call, rest = '', result] = /^(\w+)\((.*)\) += (\d+)/.exec(line) ?? [];
      const done = Number(result) > 0;
      if (/^(fork|vfork|clone3?)$/.test(call ?? '') && done && !rest.includes('CLONE_THREAD')) {
        facts.forks.push(`${pid} ${result}`);
      }
      const fd = /SCM_RIGHTS, cmsg_data=\[(\d+)\]/.exec(rest)?.[1];
      if (call === 'sendmsg' && done && fd !== undefined) facts.passes.push(pid);
      if (call === 'recvmsg' && done && fd !== undefined) facts.receives.push(`${pid} fd ${fd}`);
      if (call === 'wait4' && done) facts.reaps.push(`${pid} ${result}`);
    }
  }
  for (const lines of Object.values(facts)) lines.sort();
  return facts;
}
