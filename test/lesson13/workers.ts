/** 13.5: jobs that take as long as a gate says. */
import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { ANSWERS, graded, SERVER, STRANGER, WORKS } from './lesson.ts';
import { answered, ask, BUSY, ECHO, open, PING, packet, packetsOf, WORK } from './wire.ts';

/** A server whose threads have all begun: a busy machine may need more than the patience of one wait for them. */
async function start(t: TestContext, ...args: string[]): Promise<ObservedProgram> {
  const server = await t.start(SERVER, { args: ['--gates', '--rest', '0', ...args] });
  await server.quiet().catch(() => server.quiet());
  return server;
}

/** Sends a job, and waits until the server has read it. */
async function work(peer: Peer, gate: number, text: string): Promise<void> {
  await peer.send(packet(WORK, `${gate} ${text}`));
  await peer.server.waitFor('the server to read the job', () => peer.serverRow?.rxQueue === 0);
  await peer.server.quiet();
}

const descriptorOf = (server: ObservedProgram, peer: Peer): number | undefined =>
  socketInodes(server.pid).get(peer.serverRow?.inode ?? -1);

/** The client resets its connection, and the server closes it. */
async function vanish(server: ObservedProgram, peer: Peer, left: number): Promise<void> {
  peer.reset();
  peer.close();
  await server.waitFor('the server to close the connection', () => server.connections().length === left);
  await server.quiet();
}

graded(
  '13.5',
  4,
  WORKS,
  async (t: TestContext) => {
    const server = await start(t, '--workers', '2');
    const [slow, quick] = [await t.connect(server), await t.connect(server)];
    await t.step('one client sends a job whose gate is closed', () => work(slow, 3, 'from ann'));
    const [pong] = await t.step('another one says ping', () => ask(quick, [packet(PING)], () => 'works-in-loop'));
    t.expect(pong === '0', { expected: 'a pong', saw: `${pong}` });
    const [own] = await t.step('so does the first one', () => ask(slow, [packet(PING)]));
    t.expect(own === '0', { expected: 'a pong, before the job is done', saw: `${own}` });
    open(server, 3);
    const got = await t.step('the gate opens, and nobody else does anything', () => answered(slow, 2));
    t.expect(got[1] === '8 done 3 from ann', {
      expected: '8 done 3 from ann',
      saw: `${got[1]}`,
      looksLike: 'wrong-work',
    });
    await server.quiet();
  },
  { needs: [ANSWERS] },
);

graded(
  '13.5',
  2,
  'each job is answered when it is done, to the client that asked',
  async (t: TestContext) => {
    const server = await start(t, '--workers', '3');
    const clients = await t.connectMany(server, 3);
    for (const [i, client] of clients.entries()) await work(client, i + 1, `for client ${i + 1}`);
    for (const [turn, i] of [2, 0, 1].entries()) {
      open(server, i + 1);
      const peer = clients[i] as Peer;
      const [got] = await t.step(`gate ${i + 1} opens`, () => answered(peer, 1, () => 'wrong-client'));
      t.expect(got === `8 done ${i + 1} for client ${i + 1}`, {
        expected: `8 done ${i + 1} for client ${i + 1}`,
        saw: `${got}`,
        looksLike: 'wrong-client',
      });
      await server.quiet();
      const answers = clients.reduce((sum, client) => sum + packetsOf(client).length, 0);
      t.expect(answers === turn + 1, {
        expected: `${turn + 1} answers in all`,
        saw: `${answers}`,
        looksLike: 'wrong-client',
      });
    }
    const big = clients[0] as Peer;
    const text = `0 ${'z'.repeat(29_990)}`;
    const [answer = 'nothing'] = await ask(big, [packet(WORK, text)]);
    t.expect(answer === `8 ${`done ${text}`.slice(0, text.length)}`, {
      expected: 'a job of 29,992 bytes, done, in a packet of 30,000',
      saw: `${answer.slice(0, 40)}, ${answer.length - 2} bytes`,
    });
  },
  { needs: [WORKS] },
);

graded(
  '13.5',
  5,
  STRANGER,
  async (t: TestContext) => {
    const server = await start(t, '--slots', '1', '--workers', '1');
    const gone = await t.connect(server);
    await work(gone, 1, 'secret of ann');
    const fd = descriptorOf(server, gone);
    await t.step(`a client sent a job and reset its connection: slot 0, descriptor ${fd}`, () =>
      vanish(server, gone, 0),
    );
    const next = await t.connect(server);
    const [pong] = await ask(next, [packet(PING)]);
    t.expect(pong === '0', {
      expected: 'a pong for the next client: the slot is free again',
      saw: `${pong}`,
      looksLike: 'never-recycled',
    });
    const again = descriptorOf(server, next);
    t.note(`another client has the only slot now, and descriptor ${again}`);
    open(server, 1);
    await t.step('the job of the first client is done', () => server.quiet());
    t.expect(packetsOf(next).length === 1, {
      expected: 'nothing for the client that has slot and descriptor now',
      saw: packetsOf(next).slice(1).join(', '),
      kernel: [`descriptor ${fd} before, ${again} now`],
      looksLike: 'answers-stranger',
    });
    const [own] = await t.step('its own job is done', () => ask(next, [packet(WORK, '0 bob')]));
    t.expect(own === '8 done 0 bob', { expected: '8 done 0 bob', saw: `${own}`, looksLike: 'answers-stranger' });
  },
  { needs: [WORKS] },
);

graded(
  '13.5',
  2,
  'two owners later the number is still another one',
  async (t: TestContext) => {
    const server = await start(t, '--slots', '1', '--workers', '1');
    const gone = await t.connect(server);
    await work(gone, 1, 'secret of ann');
    await vanish(server, gone, 0);
    for (let owner = 2; owner <= 5; owner++) {
      const between = await t.connect(server);
      await ask(between, [packet(PING)]);
      t.note(`owner ${owner} of slot 0 connected${owner < 5 ? ' and reset' : ''}`);
      if (owner < 5) await vanish(server, between, 0);
      else {
        open(server, 1);
        await t.step('the job of owner 1 is done', () => server.quiet());
        t.expect(packetsOf(between).length === 1, {
          expected: 'nothing for owner 5',
          saw: packetsOf(between).slice(1).join(', '),
          looksLike: 'one-bit',
        });
      }
    }
  },
  { needs: [STRANGER] },
);

graded(
  '13.5',
  3,
  'a job whose client has gone before it began is skipped',
  async (t: TestContext) => {
    const server = await start(t, '--workers', '1');
    const [first, gone, last] = await t.connectMany(server, 3);
    if (first === undefined || gone === undefined || last === undefined) throw new Error('three clients');
    await work(first, 1, 'first');
    await work(gone, 2, 'never needed');
    await work(last, 3, 'last');
    t.note('one worker; jobs 1, 2 and 3 of three clients; the second one vanishes');
    await vanish(server, gone, 2);
    open(server, 3);
    open(server, 1);
    const [answer] = await t.step('gates 1 and 3 open, gate 2 never does', () =>
      answered(last, 1, () => 'works-for-nobody'),
    );
    t.expect(answer === '8 done 3 last', { expected: '8 done 3 last', saw: `${answer}` });
  },
  { needs: [WORKS] },
);

graded(
  '13.5',
  2,
  'too many jobs: BUSY at once, and the loop waits for nobody',
  async (t: TestContext) => {
    const server = await start(t, '--workers', '1', '--jobs', '2');
    const [greedy, other] = [await t.connect(server), await t.connect(server)];
    await work(greedy, 1, 'a');
    await greedy.send(Buffer.concat(['b', 'c', 'd', 'e'].map((text) => packet(WORK, `0 ${text}`))));
    const busy = await t.step('one worker, two places: one job runs, and four more are sent', () =>
      answered(greedy, 2, ({ processes }) =>
        processes.some((line) => line.includes('epoll_wait')) ? 'job-lost' : 'loop-waits',
      ),
    );
    t.expect(busy.join() === [0, 1].map(() => `${BUSY} too many jobs`).join(), {
      expected: `twice ${BUSY} too many jobs`,
      saw: busy.join(', '),
      looksLike: 'job-lost',
    });
    const [pong] = await ask(other, [packet(ECHO, 'x')], () => 'loop-waits');
    t.expect(pong === '7 x', { expected: '7 x for another client', saw: `${pong}` });
    open(server, 1);
    const all = await answered(greedy, 5);
    t.expect(all.slice(2).join() === '8 done 1 a,8 done 0 b,8 done 0 c', {
      expected: 'the answers of the three jobs that were taken',
      saw: all.slice(2).join(', '),
      looksLike: 'job-lost',
    });
  },
  { needs: [WORKS] },
);
