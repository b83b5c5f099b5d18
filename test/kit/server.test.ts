import { afterEach, expect, test } from 'vitest';
import { close, htons, ntohs } from '#sys';
import { Finding } from '../../src/kit/finding.ts';
import { allProcesses } from '../../src/kit/kernel/family.ts';
import { activity, processInfo } from '../../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';

const PROGRAM = 'test/kit/fixtures/programs.ts';

let server: ObservedProgram | null = null;

afterEach(async () => {
  await server?.end();
  server = null;
});

async function launch(behave: string): Promise<ObservedProgram> {
  server = await ObservedProgram.launch(PROGRAM, { args: ['--behave', behave, '--port', '0'] });
  return server;
}

/** The observation of a wait for a listening socket that fails. */
async function finding(behave: string): Promise<Finding> {
  const watched = await launch(behave);
  const problem = await watched.listening().then(
    () => null,
    (error: unknown) => error,
  );
  if (!(problem instanceof Finding)) throw new Error(`no finding, but ${String(problem)}`);
  return problem;
}

test('finds the port of a server without connecting to it', async () => {
  const watched = await launch('serves');
  await watched.listening();
  expect(watched.listener()).toMatchObject({ state: 'LISTEN', rxQueue: 0, localPort: watched.port });
  expect(ntohs(htons(watched.port))).toBe(watched.port);
});

test('reports at once a program that sleeps and will never listen', async () => {
  expect((await finding('never ready')).details).toMatchObject({ saw: expect.stringContaining('sleeps') });
});

test('reports a program that spins and does not listen', async () => {
  expect((await finding('spins')).details.saw).toContain('never sleeps');
});

test('does not take a program that polls for one that spins', async () => {
  const watched = await launch('polls');
  await watched.waitFor('its first word', () => watched.output.out !== '');
  const late = watched.waitFor('something that never comes', () => false, { within: 1500 });
  await expect(late).rejects.toMatchObject({ details: { saw: expect.stringContaining('does it poll') } });
});

test('a program that is in the middle of a call that may sleep does not sleep', async () => {
  const watched = await launch('asks for its child');
  await watched.waitFor('its first word', () => watched.output.out !== '');
  const asleep = Array.from({ length: 1000 }, () => activity(watched.pid)?.asleep).filter(Boolean);
  expect(asleep).toEqual([]);
});

test('stops a program that forks without end, and all its children', async () => {
  expect((await finding('forks without end')).details.saw).toContain('forks without end');
  await server?.end();
  // Zombies that init has not reaped yet count as dead.
  expect(allProcesses().filter(({ pgrp, state }) => pgrp === server?.pid && state !== 'Z')).toEqual([]);
});

test('has patience with an answer that goes on, however long it takes, and with nothing else', async () => {
  const watched = await launch('spins');
  const within = 1000;
  const end = performance.now() + 2.5 * within;
  let arrived = 0;
  const options = { within, progress: () => arrived };
  const came = await watched.waitFor('all of it', () => ++arrived > 0 && performance.now() > end && 'all', options);
  expect(came).toBe('all');
  await expect(watched.waitFor('more', () => null, options)).rejects.toThrow(Finding);
});

test('knows which signals ended the children that a program has reaped', async () => {
  const program = await launch('loses children');
  await program.waitFor('two notes', () => program.notes.length === 2);
  expect(program.notes).toEqual([
    { kind: 'killed', pid: expect.any(Number), signal: 'SIGABRT' },
    { kind: 'killed', pid: expect.any(Number), signal: 'SIGTERM' },
  ]);
});

test('keeps the first and the last lines of a long log, and counts those between', async () => {
  const program = await launch('writes a long log');
  await program.waitFor('the last line', () => program.log.at(-1)?.includes('line 12000'), {
    progress: () => program.log.length,
  });
  const words = program.output.excerpt(2, 3).map((line) => line.replace(`${program.pid} `, '').replace(/ -+$/, ''));
  expect(words).toEqual(['line 1', 'line 2', '… 11,995 lines …', 'line 11998', 'line 11999', 'line 12000']);
});

test('keeps every byte of a long standard output', async () => {
  const program = await launch('prints 3,000,000 bytes');
  await program.exit();
  expect(program.output.out.length).toBe(3_000_000);
});

test('stops a program that takes too much memory', async () => {
  expect((await finding('eats memory')).details.saw).toContain('memory');
});

test('stops a program that prints without end', async () => {
  expect((await finding('prints for ever')).details.saw).toContain('output');
});

test('ends and names a process that has left its group', async () => {
  const watched = await launch('leaves its group');
  await watched.waitFor('a process in another group', () =>
    watched.processes().some(({ pgrp }) => pgrp !== watched.pid),
  );
  const strays = await watched.end();
  expect(strays).toHaveLength(1);
  expect(processInfo(strays[0]?.pid ?? 0)?.state ?? 'gone').toMatch(/gone|Z/);
});

test('sees a connection wait in the queue of a server that does not accept', async () => {
  const watched = await launch('serves');
  await watched.listening();
  const peer = await Peer.connect(watched);
  try {
    expect(peer.row?.state).toBe('ESTABLISHED');
    expect(peer.serverRow).toMatchObject({ state: 'ESTABLISHED', inode: 0 });
    expect(watched.listener()?.rxQueue).toBe(1);
    const waiting = peer.exchange(Buffer.from('hello'));
    await expect(waiting).rejects.toThrow('0 of 5 bytes');
  } finally {
    peer.close();
    expect(() => close(peer.fd)).toThrow('EBADF');
  }
});
