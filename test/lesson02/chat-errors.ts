import type { TestContext } from '../../src/grading/test-context.ts';
import { zombieStatus } from '../../src/kit/kernel/proc.ts';
import { bugAt, expectChildEndsByBug, expectEndByBug } from '../support/bugs.ts';
import { READS } from '../support/calls.ts';
import { expectNoneLeft, gone, leaves, sideWithPeer, streams, withOpenInput } from './chat-sides.ts';
import { alive, CHAT, graded, HELLO, TALKS } from './lesson.ts';

const fatal = () => 'fatal-reset';

graded(
  '02.6',
  2,
  'chat: ends in good order when the peer resets',
  async (t: TestContext) => {
    await withOpenInput(async (input) => {
      const { side, peer } = await sideWithPeer(t, { stdio: streams(input) });
      peer.reset();
      t.note('the peer reset while the reader waited for it');
      await gone(t, side, 'the side, whose input is still open,', fatal);
    });
    const { side, peer, writer } = await sideWithPeer(t);
    await side.frozen(async () => {
      peer.reset();
      await side.waitFor('the reset to arrive', () => peer.serverRow === null);
      side.stdin?.write('are you there?\n');
      await t.step('froze the reader; the peer reset; the writer got a line, and has ended', () =>
        side.waitFor('the writer to end', () => alive(side).length === 0),
      );
      const status = zombieStatus(writer);
      t.expect(status === null || status === 'status 1', {
        expected: 'the writer to exit with status 1',
        saw: `it ended with ${status}`,
      });
    });
    await leaves(t, side, 'thawed: the side', fatal);
    const [death] = side.deaths;
    t.expect(death === undefined, {
      expected: 'the writer to catch the error',
      saw: `an error that was not caught: ${death?.message}`,
      looksLike: fatal(),
    });
  },
  { needs: [TALKS] },
);

graded(
  '02.6',
  2,
  'chat: ends on an error that is a bug, and says so',
  async (t: TestContext) => {
    await withOpenInput(async (input) => {
      const reader = await t.start(CHAT, { stdio: streams(input), ...bugAt(...READS) });
      const peer = await t.connect(reader);
      await peer.send(HELLO);
      t.note('connected a peer, which sent 5 bytes; the first read throws an Error that is no SystemError');
      await expectEndByBug(t, reader, 'chat-bug-swallowed');
      expectNoneLeft(t, reader);
    });
    const { side } = await sideWithPeer(t, bugAt('shutdown'));
    side.stdin?.end();
    t.note('ended the input of another side, whose shutdown throws such an error');
    await expectChildEndsByBug(t, side, 'chat-bug-swallowed');
  },
  { needs: [TALKS] },
);
