/** Walkthrough of lesson 01: clients that reset or close too early. */
import { socketInodes } from '../../../src/kit/kernel/proc.ts';
import { describeExit } from '../../../src/kit/situation.ts';
import { socketTable, words } from '../../../src/stage/evidence.ts';
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';
import { fate, hastyClient } from '../demo.ts';

const SERVER = 'server.ts';

export const resetInTheQueue: WalkStep = {
  title: 'Reset before accept',
  code: { file: SERVER, step: '01.2' },
  say: 'The server is stopped. A client connects and resets the connection at once. Then the server runs again and calls accept.',
  predict: {
    question: 'What does accept return?',
    choices: ['an error', 'the connection', 'nothing: it waits for the next'],
    answer: 1,
  },
  play: goneBeforeAccept,
  proves:
    'A connection that was reset stays in the queue: accept returns it, read fails, and only that client is lost.',
};

async function goneBeforeAccept(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const before = socketInodes(server.pid).size;
  const rude = await server.frozen(async () => {
    const client = await stage.connect(server);
    client.reset();
    await server.waitFor('the reset to arrive', () => client.serverRow === null);
    stage.show('while the server is stopped', socketTable(server, { client }));
    stage.claim(
      server.listener()?.rxQueue === 1 && client.serverRow === null,
      'the connection is gone from the table of sockets, and still has its place in the queue',
    );
    return client;
  });
  await server.quiet();
  stage.show('the server runs again', [
    ...words(server),
    server.exited === null ? `${server.pid} is alive` : `${server.pid} ${describeExit(server.exited)}`,
  ]);
  const said = (start: string, end: string): boolean =>
    server.log.some((line) => line.includes(`${start} 127.0.0.1:${rude.port}`) && line.endsWith(end));
  stage.claim(said('accepted', ''), 'accept returned the connection with the address of its client');
  stage.claim(
    said('lost', 'read: Connection reset by peer (ECONNRESET)'),
    'read threw ECONNRESET: the connection is lost',
  );
  const next = await stage.connect(server);
  await next.exchange(Buffer.from('hello'));
  next.close();
  await server.quiet();
  stage.claim(server.exited === null && next.received.length === 5, 'the next client is served');
  stage.claim(
    socketInodes(server.pid).size === before,
    'the server holds as many sockets as before: no descriptor has leaked',
  );
}

export const brokenPipe: WalkStep = {
  title: 'Writing to a client that has gone',
  code: { file: SERVER, step: '01.4' },
  say: 'A client sends 20,000 bytes and closes. The server reads 4,096 and writes them back: the client answers with an RST. The server, which does not ignore SIGPIPE, reads 4,096 more and writes again.',
  predict: {
    question: 'What happens in this second write?',
    choices: ['it returns 0', 'an error is thrown', 'the server is killed'],
    answer: 2,
  },
  play: goneWhileWriting,
  proves:
    'After a FIN and a reset from the client a write raises SIGPIPE; with the signal ignored it throws EPIPE, an error to handle.',
};

async function goneWhileWriting(stage: Stage): Promise<void> {
  const broken = await hastyClient(stage, 'sigpipe');
  stage.show('SIGPIPE has its default action (sigpipe)', fate(broken));
  stage.claim(broken.exited?.signal === 'SIGPIPE', 'the write raised SIGPIPE, which killed the server');
  const server = await hastyClient(stage);
  stage.show('the reference ignores SIGPIPE', fate(server));
  stage.claim(
    server.exited === null && server.log.some((line) => line.includes('write: Broken pipe (EPIPE)')),
    'the same write threw EPIPE: one client is lost, the server lives',
  );
}
