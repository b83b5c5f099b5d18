/** Walkthrough of lesson 02: SIGPIPE, close and shutdown, and unread bytes. */
import { close, pidfdGetfd, pidfdOpen } from '#sys';
import { isZombie, socketInodes, zombieStatus } from '../../../src/kit/kernel/proc.ts';
import { holders, onlyChild } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';

const SERVER = 'server.ts';
const HELLO = Buffer.from('hello');

export const brokenPipe: WalkStep = {
  title: 'A client that closes too early',
  code: { file: SERVER, step: '02.4' },
  say: 'The client sends 20,000 bytes and closes without reading. The child echoes, 4,096 bytes a write, and does not ignore SIGPIPE.',
  predict: {
    question: 'How does the child end?',
    choices: ['it exits with status 1', 'killed by a signal', 'never'],
    answer: 1,
  },
  play: tooEarly,
  proves:
    'After a FIN and a reset from the client a write raises SIGPIPE, which kills the child; with the signal ignored it throws EPIPE, an error to handle.',
};

async function tooEarly(stage: Stage): Promise<void> {
  for (const mistake of ['sigpipe', undefined]) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    const child = onlyChild(server);
    const status = await server.frozen(async () => {
      process.kill(child, 'SIGSTOP');
      await client.send(Buffer.alloc(20_000, 'x'));
      await client.leave();
      process.kill(child, 'SIGCONT');
      await server.waitFor('the child to end', () => server.children().every(isZombie));
      return zombieStatus(child);
    });
    stage.show(mistake === undefined ? 'the reference ignores SIGPIPE' : 'SIGPIPE has its default action', [
      `child ${child} ended with ${status}`,
    ]);
    const expected = mistake === undefined ? 'status 1' : 'signal 13';
    stage.claim(
      status === expected,
      mistake === undefined ? 'write threw EPIPE, and the child exited by itself' : 'SIGPIPE (13) ended the child',
    );
  }
}

export const sharedConnection: WalkStep = {
  title: 'Close while another process holds the connection',
  code: { file: SERVER, step: '02.5' },
  say: "Another process holds a copy of the child's descriptor (pidfd_getfd). The client ends its direction; the child calls shutdown and closes.",
  predict: { question: 'Does the client get its end of file?', choices: ['yes', 'no'], answer: 0 },
  play: aCopyElsewhere,
  proves:
    'close gives back one descriptor; shutdown ends our direction, even while other processes hold the connection.',
};

async function aCopyElsewhere(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'close-only']) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const client = await stage.connect(server);
    await client.exchange(HELLO);
    const child = onlyChild(server);
    const pidfd = pidfdOpen(child);
    const copy = pidfdGetfd(pidfd, socketInodes(child).get(client.serverRow?.inode ?? 0) ?? -1);
    try {
      client.halfClose();
      await server.waitFor('the child to be reaped', () => server.children().length === 0);
      await server.quiet();
      client.pump();
      stage.show(mistake === undefined ? 'shutdown, then close' : 'close alone (close-only)', holders(server, client));
      if (mistake === undefined) stage.claim(client.ending === 'eof', 'the client has its end of file');
      else stage.claim(client.ending === 'open', 'with close alone the client waits for as long as the copy exists');
    } finally {
      close(copy);
      close(pidfd);
    }
  }
}

export const unreadBytes: WalkStep = {
  title: 'Closed with unread bytes',
  code: { file: SERVER, step: '02.5' },
  say: 'The client has sent 150,000 bytes and reads nothing yet. The child echoes 60,000, calls shutdown, and closes at once, with bytes unread in its queue.',
  predict: {
    question: 'How much of its echo can the client still read?',
    choices: ['all 60,000 bytes', 'the part that has arrived', 'nothing'],
    answer: 1,
  },
  play: unread,
  proves: 'A close with unread bytes sends a reset and discards undelivered bytes: read to the end first.',
};

async function unread(stage: Stage): Promise<void> {
  for (const mistake of ['close-unread', undefined]) {
    const options = { args: ['--limit', '60000'], ...(mistake === undefined ? {} : { mistake }) };
    const server = await stage.start(SERVER, options);
    const client = await stage.connect(server, { receiveBuffer: 4096 });
    await client.send(Buffer.alloc(150_000, 'x'));
    await server.quiet();
    await server.waitFor('the end of the stream', () => {
      client.pump();
      return client.ending !== 'open';
    });
    const end = client.ending === 'reset' ? 'a reset' : 'end of file';
    stage.show(mistake === undefined ? 'the reference reads to the end first' : 'close at once (close-unread)', [
      `${client.received.length} of 60000 bytes, then ${end}`,
    ]);
    if (mistake === undefined)
      stage.claim(
        client.received.length === 60_000 && client.ending === 'eof',
        'the client gets all 60,000 bytes and end of file',
      );
    else
      stage.claim(
        client.received.length < 60_000 && client.ending === 'reset',
        'the rest of the echo is lost: the connection was reset',
      );
  }
}
