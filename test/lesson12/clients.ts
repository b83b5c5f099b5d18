import { spawn } from 'node:child_process';
import type { TestContext } from '../../src/grading/test-context.ts';
import { onPath } from '../../src/host/on-path.ts';
import { graded, KEEPS, SERVER } from './lesson.ts';
import { withSite } from './site.ts';

/** Clients that others have written: the command, and how its output says that all went well. */
const CLIENTS: readonly (readonly [string, (url: string) => string[], RegExp])[] = [
  [
    'curl',
    (url) => [
      '-sS',
      '--fail',
      '-o',
      '/dev/null',
      '-o',
      '/dev/null',
      '-w',
      '%{http_code} %{num_connects};',
      `${url}hello.txt`,
      `${url}empty.txt`,
    ],
    /^200 1;200 0;$/,
  ],
  ['ab', (url) => ['-q', '-n', '500', '-c', '20', `${url}hello.txt`], /Failed requests: +0\n/],
  ['ab', (url) => ['-q', '-k', '-n', '1000', '-c', '20', `${url}hello.txt`], /Failed requests: +0\n/],
  ['wrk', (url) => ['-t1', '-c2', '-d1', `${url}hello.txt`], /^(?![\s\S]*(Socket errors|Non-2xx))[\s\S]*requests in/],
  ['h2load', (url) => ['--h1', '-n', '500', '-c', '10', '-m', '4', `${url}hello.txt`], /500 succeeded, 0 failed/],
];

function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      out += data.toString();
    });
  return new Promise((resolve) => child.on('close', () => resolve(out)));
}

graded(
  '12.5',
  2,
  'curl, ab, wrk and h2load get their answers, and leave no connection behind',
  (t: TestContext) =>
    withSite(async (site) => {
      const server = await t.start(SERVER, { args: ['--dir', site.folder] });
      for (const [command, args, good] of CLIENTS) {
        const line = args(`http://127.0.0.1:${server.port}/`);
        if (!onPath(command)) {
          t.note(`${command} is not installed: not tried`);
          continue;
        }
        const out = await t.step(`${command} ${line.join(' ')}`, () => run(command, line));
        t.expect(good.test(out), () => ({
          expected: 'no failed request',
          saw: out.trim().split('\n').slice(-3).join(' / '),
        }));
      }
      await server.waitFor('all connections to be closed', () => server.connections().length === 0, {
        diagnose: () => 'connections-left',
      });
    }),
  { needs: [KEEPS], timeout: 180_000 },
);
