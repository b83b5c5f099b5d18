/** Walkthrough of lesson 03: sets, slow clients, FD_SETSIZE, and the clock of the server. */
import type { WalkStep } from '../../../src/stage/scene.ts';
import type { Stage } from '../../../src/stage/stage.ts';
import { HELLO, SERVER, stalled, storm, ticking } from '../demo.ts';

export const staleSet: WalkStep = {
  title: 'The same set again',
  code: { file: SERVER, step: '03.3' },
  say: 'Two clients are connected. The first one has said something, and has its echo. The server passes the same set to select again. Now the second client says hello.',
  predict: { question: 'Does the second client get an echo?', choices: ['yes', 'no'], answer: 1 },
  play: sameSet,
  proves: 'select leaves only the ready descriptors in the set. Make a new set for each call.',
};

async function sameSet(stage: Stage): Promise<void> {
  for (const mistake of ['stale-set', undefined]) {
    const server = await stage.start(SERVER, mistake === undefined ? {} : { mistake });
    const ann = await stage.connect(server);
    await ann.exchange(HELLO);
    const bob = await stage.connect(server);
    await bob.send(HELLO);
    await server.quiet();
    bob.pump();
    stage.show(mistake === undefined ? 'the reference' : 'the set as select left it (stale-set)', [
      ...server.describeProcesses(),
      ...bob.describeQueues(),
      `the second client has ${bob.received.length} bytes`,
    ]);
    stage.claim(
      (bob.received.length === HELLO.length) === (mistake === undefined),
      mistake === undefined ? 'the second client has its echo' : 'the second client has no echo, and the server sleeps',
    );
  }
}

export const slowClient: WalkStep = {
  title: 'A client that does not read',
  code: { file: SERVER, step: '03.4' },
  say: 'A client sends megabytes and reads nothing. Another one says hello.',
  predict: { question: 'Is the second client served?', choices: ['yes', 'no, later'], answer: 0 },
  play: slow,
  proves: 'The bytes that did not fit wait in pending until select reports room. The other clients do not wait.',
};

async function slow(stage: Stage): Promise<void> {
  const server = await stage.start(SERVER);
  const { client, sent } = await stalled(stage, server);
  const other = await stage.connect(server);
  await other.exchange(HELLO);
  stage.show('the connections', [
    `${(sent / 1e6).toFixed(1)} MB sent`,
    ...client.describeQueues(),
    `the other client has "${other.received.toString()}"`,
  ]);
  stage.claim(other.received.equals(HELLO), 'the other client has its echo');
  stage.claim(sent < 24_000_000, 'the server reads no more from the client that does not read');
}

export const wall: WalkStep = {
  title: 'The wall at descriptor 1,024',
  code: { file: SERVER, step: '03.4' },
  say: '1,034 clients connect. The limit of descriptors is much higher. The server puts each into its set.',
  predict: {
    question: 'What happens at descriptor 1,024?',
    choices: ['nothing special', 'the server ends'],
    answer: 1,
  },
  play: theWall,
  proves: 'FD_SETSIZE is the size of an array, not a setting. Check the number before you add a descriptor.',
};

async function theWall(stage: Stage): Promise<void> {
  for (const mistake of ['beyond-the-set', undefined]) {
    const seen = await storm(stage, mistake);
    if (seen === null) return;
    stage.show(mistake === undefined ? 'the reference' : 'without a check of the number (beyond-the-set)', seen.lines);
    stage.claim(
      (seen.server.exited === null) === (mistake === undefined),
      mistake === undefined ? 'it refuses the connections that do not fit' : 'the server has ended',
    );
  }
}

export const staleTime: WalkStep = {
  title: 'A timeval used again',
  code: { file: SERVER, step: '03.5' },
  say: 'A server ticks every 200 ms. It made one timeval at the start, and passes it to each select.',
  predict: {
    question: 'What does it do after the first tick?',
    choices: ['sleep for 200 ms', 'not sleep at all'],
    answer: 1,
  },
  play: leftOver,
  proves: 'After a time-out the timeval holds 0, and a select with 0 does not wait.',
};

async function leftOver(stage: Stage): Promise<void> {
  for (const mistake of ['stale-time', undefined]) {
    const { server, ms } = await ticking(stage, mistake);
    stage.show(mistake === undefined ? 'the reference' : 'one timeval for all (stale-time)', [
      `${ms} ms of CPU in 500 ms`,
      ...server.describeProcesses(),
    ]);
    stage.claim(
      ms > 100 === (mistake !== undefined),
      mistake === undefined ? 'it sleeps between two ticks' : 'it does not sleep any more',
    );
  }
}
