/** The protocol as somebody else has written it: Python's struct and zlib, in both roles. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { onPath } from '../../src/host/on-path.ts';
import { PROJECT } from '../../src/host/project.ts';
import { until } from '../../src/host/wait.ts';
import { graded, SERVER, TALK, WORKS } from './lesson.ts';

const PEER = join(PROJECT, 'test', 'support', 'message_peer.py');
/** Python may start slowly on a busy machine. */
const LONG_MS = 30_000;

interface Python {
  readonly child: ChildProcess;
  out: string;
}

function python(...args: string[]): Python {
  const child = spawn('python3', [PEER, ...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: LONG_MS });
  const running: Python = { child, out: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      running.out += data.toString();
    });
  return running;
}

async function asClient(t: TestContext): Promise<void> {
  const server = await t.start(SERVER, { args: ['--workers', '1'] });
  const client = python('client', String(server.port));
  await t.step('message_peer.py client: ping, register, login, echo, work, and a damaged packet', () =>
    until(() => client.child.exitCode, LONG_MS),
  );
  t.expect(client.child.exitCode === 0, {
    expected: 'all answers are right',
    saw: client.out.trim() || 'no answer',
  });
}

const LINES = ['0', '7 some text', '5 hello ann', '8 done 0 job'];

async function asServer(t: TestContext): Promise<void> {
  const server = python('serve');
  try {
    const port = await until(() => /^\d+\n/.exec(server.out)?.[0].trim() ?? null, LONG_MS);
    const talk = await t.watch(TALK, { args: ['--port', port ?? ''] });
    talk.stdin?.write('ping\necho some text\nregister ann\nwork 0 job\n');
    const lines = (): string[] => talk.output.out.split('\n').slice(0, -1);
    await t.step('message_peer.py serve: talk.ts sends four packets, and the answers come byte by byte', () =>
      until(() => lines().length >= LINES.length || talk.exited, LONG_MS),
    );
    t.expect(lines().join() === LINES.join(), {
      expected: LINES.join(', '),
      saw: lines().join(', ') || (talk.log.at(-1) ?? 'nothing'),
    });
  } finally {
    server.child.kill();
  }
}

graded(
  '13.2',
  2,
  "Python's struct and zlib speak the same protocol, as client and as server",
  async (t: TestContext) => {
    if (!onPath('python3')) {
      t.note('python3 is not installed: not tried');
      return;
    }
    await asClient(t);
    await asServer(t);
  },
  { needs: [WORKS], timeout: 180_000 },
);
