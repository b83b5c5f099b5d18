/** Lesson 11 for a class: each prediction is played on the reference, and on a mistake where that helps. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tcpInfo } from '#sys';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { mixture, overwrite, SERVER, shrink, stalled } from './demo.ts';

const HEADER = 8;
const LOOKS = 20;

export const steps: readonly WalkStep[] = [
  {
    title: 'Two sends, how many packets?',
    code: { file: 'answer.ts', step: '11.1' },
    say: 'An answer is sent by two calls: 8 bytes of header, then 1,000 bytes of a file. Nagle’s algorithm is off. The header is sent with MSG_MORE.',
    predict: { question: 'How many packets does the client get for ten answers?', choices: ['10', '20'], answer: 0 },
    play: packets,
    proves: 'MSG_MORE holds the header back until the next send. Without it each answer is two packets.',
  },
  {
    title: 'A mapped file shrinks',
    code: { file: 'mapped.ts', step: '11.2' },
    say: 'A server has mapped a file and sends out of the mapping. The file is cut. One server gives send the view itself, the other one copies the view into a buffer first.',
    predict: { question: 'Which of the two is killed?', choices: ['first', 'second', 'both'], answer: 1 },
    play: async (stage) => {
      await shrink(stage, 'mmap');
      await shrink(stage, 'mmap', 'touches-map');
    },
    proves: 'A system call that meets a lost page fails with EFAULT. A program that touches it gets SIGBUS.',
  },
  {
    title: 'sendfile says 0',
    code: { file: 'sent-file.ts', step: '11.3' },
    say: 'The header has announced 8 MB, and the file is cut to 100 bytes. sendfile returns 0. A server waits for EPOLLOUT and tries again.',
    predict: { question: 'How often will epoll_wait sleep now?', choices: ['always', 'never'], answer: 1 },
    play: async (stage) => {
      await shrink(stage, 'sendfile', 'zero-again');
      await shrink(stage, 'sendfile');
    },
    proves:
      'The socket has room and the file has no bytes: both will stay so. End the connection, because the announced bytes cannot come.',
  },
  {
    title: 'A client that has gone, and sendfile',
    code: { file: SERVER, step: '11.3' },
    say: 'A client resets its connection in the middle of a file. send has the flag MSG_NOSIGNAL, sendfile has no flags. This server has not ignored SIGPIPE.',
    predict: { question: 'What becomes of the server?', choices: ['goes on', 'is killed'], answer: 1 },
    play: reset,
    proves: 'Each call that can write to a broken connection raises SIGPIPE. Ignore it once for the whole process.',
  },
  {
    title: 'Is it a snapshot?',
    code: { file: 'sent-file.ts', step: '11.3' },
    say: 'sendfile has returned the size of the whole file, a million bytes. The client has read none of them. Now the file is overwritten in place.',
    predict: { question: 'Which bytes does the client get?', choices: ['old', 'new'], answer: 1 },
    play: stillThere,
    proves:
      'The send buffer holds references to the pages of the file. Replace files by rename: an open file then never changes.',
  },
  {
    title: 'A pipe with bytes in it',
    code: { file: 'pipes.ts', step: '11.4' },
    say: 'A client vanished while bytes for it stood in a pipe. The server keeps its pipes for later answers, whatever is in them.',
    predict: { question: 'What does the next client get first?', choices: ['its own file', 'other bytes'], answer: 1 },
    play: dirtyPipe,
    proves: 'A pipe that is not empty belongs to its answer. Close it with that.',
  },
  {
    title: 'EPOLLERR without an error',
    code: { file: 'zero-copy.ts', step: '11.6' },
    say: 'A server has sent a file with MSG_ZEROCOPY. The client has it, and is idle. The server does not read the error queue.',
    predict: {
      question: 'What does epoll report for the idle connection?',
      choices: ['nothing', 'EPOLLERR'],
      answer: 1,
    },
    play: unread,
    proves:
      'A completion in the error queue is reported as EPOLLERR until it is taken. It is no error: the memory is yours again.',
  },
];

const START = { args: ['--way', 'copy'] } as const;

/** Packets that a client gets for ten small answers. */
async function packets(stage: Stage): Promise<void> {
  for (const mistake of [undefined, 'header-alone']) {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'small'), Buffer.alloc(1000, 'x'));
      const options = mistake === undefined ? {} : { mistake };
      const server = await stage.start(SERVER, { args: [...START.args, '--dir', folder], ...options });
      const client = await stage.connect(server);
      for (let i = 0; i < 10; i++) {
        client.offer(Buffer.from('GET small\n'));
        await server.waitFor('an answer', () => {
          client.pump();
          return client.arrived >= (i + 1) * (HEADER + 1000);
        });
      }
      const count = tcpInfo(client.fd).dataSegsIn;
      stage.show(mistake === undefined ? 'the reference' : `without MSG_MORE (${mistake})`, [
        `${count} packets with data, by TCP_INFO of the client`,
      ]);
      stage.claim(
        mistake === undefined ? count < 15 : count >= 20,
        mistake === undefined ? 'one packet for each answer' : 'two packets for each answer',
      );
    });
  }
}

async function reset(stage: Stage): Promise<void> {
  for (const mistake of ['sigpipe', undefined]) {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'big'), Buffer.alloc(8_000_000, 'x'));
      const { server, client } = await stalled(stage, folder, 'sendfile', mistake);
      client.halfClose();
      await server.waitFor('the FIN', () => client.serverRow?.state === 'CLOSE_WAIT');
      client.reset();
      await server.settle();
      stage.show(mistake === undefined ? 'the reference' : 'SIGPIPE has its default action (sigpipe)', [
        `the server ${describeExit(server.exited)}`,
      ]);
      if (mistake === undefined) stage.claim(server.exited === null, 'the server goes on');
      else stage.claim(server.exited?.signal === 'SIGPIPE', 'the server was killed by SIGPIPE');
    });
  }
}

async function stillThere(stage: Stage): Promise<void> {
  const lines: string[] = [];
  for (const way of ['sendfile', 'copy']) {
    const { old, changed } = await mixture(stage, way, overwrite);
    lines.push(`${way.padEnd(9)} ${old} old bytes, ${changed} new ones`);
    if (way === 'sendfile') stage.claim(changed > 0, 'sendfile: bytes that were written after the call');
    else stage.claim(changed === 0, 'copy: old bytes only, because they were copied before');
  }
  stage.show('the answer', lines);
}

async function dirtyPipe(stage: Stage): Promise<void> {
  for (const mistake of ['dirty-pipe', undefined]) {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'big'), Buffer.alloc(8_000_000, 'B'));
      writeFileSync(join(folder, 'own'), Buffer.alloc(100, 'o'));
      const { server, client } = await stalled(stage, folder, 'splice', mistake);
      const pipes = descriptors(server.pid).filter(({ target }) => target.startsWith('pipe:')).length;
      client.reset();
      await server.quiet();
      const next = await stage.connect(server);
      next.offer(Buffer.from('GET own\n'));
      await server.waitFor('the answer', () => {
        next.pump();
        return next.arrived >= HEADER + 100;
      });
      const body = next.received.subarray(HEADER).toString('latin1');
      stage.show(mistake === undefined ? 'the reference' : 'a dirty pipe is used again (dirty-pipe)', [
        `${pipes} descriptors of pipes while the first client was stalled`,
        `the next client, whose file is "oooo…", got "${body.slice(0, 12)}…"`,
      ]);
      stage.claim(
        body.startsWith('o') === (mistake === undefined),
        mistake === undefined
          ? 'the next client got its own file'
          : 'the next client got bytes of the first one’s file',
      );
    });
  }
}

async function unread(stage: Stage): Promise<void> {
  for (const mistake of ['queue-unread', undefined]) {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'small'), Buffer.alloc(50_000, 'x'));
      const options = mistake === undefined ? {} : { mistake };
      const server = await stage.start(SERVER, { args: ['--dir', folder, '--way', 'zerocopy'], ...options });
      const client = await stage.connect(server);
      client.offer(Buffer.from('GET small\n'));
      await server.waitFor('the answer', () => {
        client.pump();
        return client.arrived >= HEADER + 50_000;
      });
      await server.settle();
      let running = 0;
      for (let i = 0; i < LOOKS; i++) {
        await new Promise((resolve) => setTimeout(resolve, 15));
        if (server.blockedIn() === 'running') running++;
      }
      const sleeps = running === 0;
      stage.show(mistake === undefined ? 'the reference' : 'the error queue is not read (queue-unread)', [
        `running at ${running} of ${LOOKS} looks, with an idle client`,
      ]);
      stage.claim(
        sleeps === (mistake === undefined),
        mistake === undefined ? 'the server sleeps' : 'epoll_wait returns EPOLLERR again and again',
      );
    });
  }
}
