import type { TestContext } from '../../src/grading/test-context.ts';
import { socketInodes } from '../../src/kit/kernel/proc.ts';
import { answered, answersOf, ask, frames, open } from './client.ts';
import { ANSWERS, graded, OWNERS } from './lesson.ts';
import { serve } from './start.ts';

graded(
  '10.4',
  5,
  ANSWERS,
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '1', '--workers', '1', '--jobs', '1', '--gates']);
    const [slow, quick] = [await t.connect(server), await t.connect(server)];
    await slow.send(frames(['login 1', 'interest 3']));
    await answered(slow, 1);
    await t.step(
      'one client asked for interest, which is not ready; another one of the same loop says ping',
      async () => {
        const [pong] = await ask(quick, ['ping']);
        t.expect(pong === 'pong', { expected: 'pong', saw: `${pong}` });
      },
    );
    await server.quiet(() => 'unread');
    t.expect(answersOf(slow).length === 1, {
      expected: 'no interest yet: the gate of the workers is closed',
      saw: `${answersOf(slow).slice(1).join(', ')}: the loop itself has computed it, and served nobody meanwhile`,
      looksLike: 'computes-in-loop',
    });
    await slow.send(frames(['interest 4']));
    await server.quiet();
    const refused = await t.step(
      '--jobs 1: one job runs and one waits; a client asks for a third one, and says ping',
      () => ask(quick, ['login 2', 'interest 5', 'ping'], () => 'busy-untold'),
    );
    t.expect(refused.join() === 'account 2,error busy,pong' && quick.ending === 'open', {
      expected: 'account 2, error busy, pong',
      saw: `${refused.join(', ') || 'nothing'}${quick.ending === 'open' ? '' : ', then the end of the connection'}`,
      looksLike: 'busy-untold',
    });
    open(server, 3);
    const answers = await t.step('the job may finish now; nobody else does anything', () =>
      answered(slow, 2, () => 'not-woken'),
    );
    t.expect(answers[1] === 'interest 0', { expected: 'interest 0', saw: answers.slice(1).join(', ') });
    await server.quiet(() => 'unread');
  },
  { needs: [OWNERS] },
);

graded(
  '10.4',
  5,
  'answers come in the order of the requests, though workers finish in another',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '2', '--workers', '3', '--gates']);
    const [client, other] = [await t.connect(server), await t.connect(server)];
    await client.send(frames(['login 7', 'interest 300', 'ping', 'interest 900', 'balance', 'interest 5', 'ping']));
    await other.send(frames(['login 2', 'interest 900', 'ping']));
    await answered(client, 1);
    await t.step('a client asks for interest of 300, 900 and 5 days, and for quick answers between', () =>
      server.quiet(() => 'unread'),
    );
    for (const days of [5, 900]) {
      open(server, days);
      await t.step(`the job of ${days} days ends, that of 300 days does not`, () => server.quiet(() => 'unread'));
    }
    await answered(other, 3, () => 'wrong-loop');
    const early = answersOf(client);
    t.expect(early.length === 1, {
      expected: 'no answer after the first before the interest of 300 days is known',
      saw: early.join(', '),
      looksLike: 'out-of-order',
    });
    open(server, 300);
    const answers = await t.step('the job of 300 days ends', () => answered(client, 7));
    const wanted = ['account 7', 'interest 16', 'pong', 'interest 50', 'balance 1000', 'interest 0', 'pong'];
    t.expect(answers.join() === wanted.join(), {
      expected: wanted.join(', '),
      saw: answers.join(', '),
      looksLike: 'out-of-order',
    });
    const others = answersOf(other);
    t.expect(others.join() === 'account 2,interest 50,pong', {
      expected: 'account 2, interest 50, pong for the other client',
      saw: others.join(', '),
      looksLike: 'wrong-loop',
    });
  },
  { needs: [ANSWERS] },
);

graded(
  '10.4',
  5,
  'an answer for a client that has gone reaches nobody, also when its descriptor is used again',
  async (t: TestContext) => {
    const server = await serve(t, ['--loops', '1', '--workers', '2', '--gates']);
    const gone = await t.connect(server);
    await gone.send(frames(['login 1', 'interest 300']));
    await answered(gone, 1);
    const fd = socketInodes(server.pid).get(gone.serverRow?.inode ?? -1);
    gone.reset();
    gone.close();
    await t.step(`a client asked for interest and reset its connection, descriptor ${fd}`, async () => {
      await server.waitFor('the server to close it', () => server.connections().length === 0);
      // The kernel's connection ends with the reset, the descriptor only when its owner closes it.
      await server.quiet(() => 'unread');
    });
    const next = await t.connect(server);
    await next.send(frames(['login 2', 'interest 5', 'ping']));
    await answered(next, 1);
    const again = socketInodes(server.pid).get(next.serverRow?.inode ?? -1);
    t.note(`another client came and asked for other interest, descriptor ${again}`);
    open(server, 300);
    await t.step('the job of the first client ends', () => server.quiet(() => 'unread'));
    t.expect(answersOf(next).length === 1, {
      expected: 'nothing for the client that has the descriptor now',
      saw: answersOf(next).slice(1).join(', '),
      kernel: [`descriptor ${fd} before, ${again} now`],
      looksLike: 'stale-answer',
    });
    open(server, 5);
    const answers = await t.step('its own job ends', () => answered(next, 3, () => 'stale-answer'));
    t.expect(answers.slice(1).join() === 'interest 0,pong', {
      expected: 'interest 0, pong',
      saw: answers.slice(1).join(', '),
      looksLike: 'stale-answer',
    });
  },
  { needs: [ANSWERS] },
);
