import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { allListeners } from '../../src/kit/kernel/tcp.ts';
import { Copy, plainEnvironment } from '../cli/fixture.ts';
import { openBrowser } from '../support/browser.ts';
import { installed } from '../support/installed.ts';

const PATIENCE_MS = 60_000;

const copy = new Copy();
const scratch = copy.path('scratch');
mkdirSync(scratch);
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => copy.remove());

/** Starts the command, and waits for its address. */
async function start(...words: string[]): Promise<{ child: ChildProcess; url: string; port: number }> {
  const child = spawn(
    process.execPath,
    [copy.path('tools/start.mjs'), 'lesson', '02', 'walkthrough', 'web', ...words],
    {
      cwd: copy.folder,
      env: { ...plainEnvironment(), TMPDIR: scratch },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  running.push(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const url = await until(() => /http:\/\/\S+/.exec(said)?.[0], PATIENCE_MS);
  if (url === null) throw new Error(`the command printed no address, but: ${said}`);
  return { child, url, port: Number(new URL(url).port) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const exit = once(child, 'exit');
  child.kill(signal);
  return (await exit)[0];
}

const listens = (port: number): boolean => allListeners().some((row) => row.localPort === port);

const run = (url: string, step: number): Promise<Response> =>
  fetch(`${url}do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'run', step, choice: null }),
  });

test.each([['eighty'], ['70000'], ['0'], ['-1'], ['8080', '8081']])('%s is no port', async (...words) => {
  const { status, out, err } = await copy.lesson('02', 'walkthrough', 'web', ...words);
  expect([status, out]).toEqual([2, '']);
  expect(err).toMatch(
    /^(A port is a number from 1 to 65535, and not ".*"|walkthrough web knows a port and not ".*")\.\n$/,
  );
});

test('a port in use is reported in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, out, err } = await copy.lesson('02', 'walkthrough', '--web', String(port));
  other.close();
  expect([status, out, err]).toEqual([1, '', `Port ${port} is taken: name another one, or none.\n`]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('after %s in the middle of a step no process is left', async (signal) => {
  const { child, url, port } = await start();
  expect((await run(url, 0)).status).toBe(204);
  const program = (): boolean => copy.processes().some((pid) => pid !== child.pid);
  expect(await until(program, PATIENCE_MS)).toBe(true);
  expect(await end(child, signal)).toBe(signal === 'SIGINT' ? 0 : 143);
  expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);
  expect(listens(port)).toBe(false);
  // The command, or its keeper, removes the folder of the traces.
  const left = (): string[] => readdirSync(scratch).filter((name) => name.startsWith('lab-'));
  expect(await until(() => left().length === 0, PATIENCE_MS), `${left()}`).toBe(true);
});

test('the address is readable by this user only, and reused if the port is free', async () => {
  const first = await start();
  expect(statSync(copy.path('.lab/projector.json')).mode & 0o077).toBe(0);
  const second = await start();
  expect(second.port).not.toBe(first.port);
  await end(first.child, 'SIGINT');
  await end(second.child, 'SIGINT');
  expect((await start()).url).toBe(second.url);
});

describe.skipIf(!installed('chromium', 'test/web/command.long.test.ts, in a browser'))('an open page', () => {
  test('reports that the server is gone, and continues at its step when it is back', async () => {
    const { child, url, port } = await start();
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(url);
      await page.locator('h1', { hasText: 'Who holds what after fork?' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.locator('h1', { hasText: 'Three clients have left' }).waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
      await end(child, 'SIGINT');
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('The lab does not answer');
      await page.keyboard.press('ArrowRight');
      await start(String(port));
      await page.getByRole('alert').waitFor({ state: 'detached' });
      await page.locator('h1', { hasText: 'Three clients have left' }).waitFor();
    } finally {
      await browser.close();
    }
  });
});
