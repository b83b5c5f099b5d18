/** Lesson 16 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import { until } from '../../src/host/wait.ts';
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { tcpDiagram } from '../../src/stage/tcp-diagram.ts';
import { captured, goOn, hold, inOrder, keptFor, paid, predicted, stateOf } from './demo.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'A queue of length 0',
    code: { file: 'opening.ts', step: '16.2' },
    say: 'A listener with a backlog of 0. One client has connected, and was not accepted. A second one sends its SYN.',
    predict: {
      question: 'What does the second client get?',
      choices: ['connection', 'refusal', 'nothing'],
      answer: 2,
    },
    play: fullQueue,
    proves: 'A full queue drops the SYN. The client sends it again after a second, and gets in when there is room.',
  },
  {
    title: 'Who is in CLOSE_WAIT?',
    code: { file: 'closing.ts', step: '16.3' },
    say: 'The client has sent its FIN. The server has not closed.',
    predict: { question: 'Which end is in CLOSE_WAIT?', choices: ['client', 'server', 'both'], answer: 1 },
    play: closeWait,
    proves: 'CLOSE_WAIT waits for its own program to close. A server full of it has a program that forgets close.',
  },
  {
    title: 'A FIN_WAIT2 that nobody holds',
    code: { file: 'closing.ts', step: '16.3' },
    say: 'One end sends its FIN with close, in another program with shutdown. The other end never closes.',
    predict: {
      question: 'Which FIN_WAIT2 ends by itself?',
      choices: ['closed', 'shut down', 'neither'],
      answer: 0,
    },
    play: keptFinWait2,
    proves: 'The kernel forgets a closed socket in FIN_WAIT2 after a minute: no program can read from it any more.',
  },
  {
    title: 'FINs that cross',
    code: { file: 'last.ts', step: '16.4' },
    say: 'Both ends send their FIN before they have the other one. The FIN of the client is held up behind data.',
    predict: { question: 'In which state is the client?', choices: ['FIN_WAIT1', 'CLOSING', 'LAST_ACK'], answer: 1 },
    play: crossing,
    proves: 'CLOSING has the FIN of the peer, and waits for the acknowledgement of its own.',
  },
  {
    title: 'Who pays?',
    code: { file: 'designs.ts', step: '16.5' },
    say: 'Twenty requests, each on a connection of its own. The server closes first.',
    predict: {
      question: 'Where are the TIME_WAITs?',
      choices: ['server', 'client', 'both'],
      answer: 0,
    },
    play: whoPays,
    proves:
      'The end that sends the first FIN pays, for a minute. One connection for all requests has only one to pay for.',
  },
  {
    title: 'The cure that loses data',
    code: { file: 'designs.ts', step: '16.5' },
    say: 'The server sets SO_LINGER with 0 seconds, and closes after its answer. There is no TIME_WAIT.',
    predict: {
      question: 'What does the client get?',
      choices: ['all bytes', 'some bytes', 'only an error'],
      answer: 1,
    },
    play: cure,
    proves: 'A reset drops what has not arrived yet. TIME_WAIT is the price of a good end, and it is cheap.',
  },
  {
    title: 'Writing after a FIN',
    code: { file: 'sheet.ts', step: '16.6' },
    say: 'The peer has closed. This end writes 5 bytes, and 5 bytes again.',
    predict: {
      question: 'What do the two writes say?',
      choices: ['first works, second fails', 'both fail', 'neither fails'],
      answer: 0,
    },
    play: afterFin,
    proves: 'A FIN forbids nothing. The first bytes are answered with a reset, and only then does write fail.',
  },
  {
    title: 'The last word',
    say: 'The peer has received 5 bytes, and has not read them. It closes. The segments are captured in a network of its own.',
    predict: { question: 'Which segment does its close send?', choices: ['FIN', 'RST', 'none'], answer: 1 },
    play: lastWord,
    proves: 'A close with bytes unread is no good end: the sender should know that they were not read.',
  },
  {
    title: 'Bytes that get lost',
    say: 'A filter drops all that comes for the server. The client sends 5 bytes. After two repetitions the filter is taken away.',
    predict: {
      question: 'What does the client program have to do?',
      choices: ['send again', 'connect again', 'nothing'],
      answer: 2,
    },
    play: lostBytes,
    proves:
      'The kernel sends again, after 0.2 s and then after twice the time each: a program sees only that it takes longer.',
  },
];

async function lastWord(stage: Stage): Promise<void> {
  const lines = await captured(stage, 'unread');
  if (lines === null) return;
  stage.claim(inOrder(lines, ['5 bytes', 'RST']) && !lines.some((line) => line.includes('FIN')), 'RST, and no FIN');
}

async function lostBytes(stage: Stage): Promise<void> {
  const lines = await captured(stage, 'lost');
  if (lines === null) return;
  const sent = lines.filter((line) => line.includes('5 bytes'));
  stage.claim(sent.length >= 3 && sent.slice(0, -1).every((line) => line.includes('x|')), 'sent three times or more');
  stage.claim(sent.at(-1)?.includes('>|') === true, 'and the last ones have arrived');
}

async function fullQueue(stage: Stage): Promise<void> {
  const held = await hold(stage, 'SYN_SENT');
  const seen = stateOf(held);
  stage.show('the second client', tcpDiagram(seen, 'none'));
  stage.claim(seen === 'SYN_SENT', 'SYN_SENT: no answer has come');
  await goOn(held);
  const after = stateOf(held);
  stage.show('after accept has made room', [`the connection was established, and closed in good order: ${after}`]);
  stage.claim(after === 'TIME_WAIT', 'the SYN that was sent again got through');
}

async function closeWait(stage: Stage): Promise<void> {
  const held = await hold(stage, 'CLOSE_WAIT');
  const other = { ...held, local: held.remote, remote: held.local };
  await until(() => stateOf(other) !== 'FIN_WAIT1', 10_000); // its FIN is acknowledged a moment later
  const [server, client] = [stateOf(held), stateOf(other)];
  stage.show('the server is this end', tcpDiagram(server, client));
  stage.claim(server === 'CLOSE_WAIT' && client === 'FIN_WAIT2', 'server CLOSE_WAIT, client FIN_WAIT2');
  await goOn(held);
}

async function keptFinWait2(stage: Stage): Promise<void> {
  const closed = await keptFor(stage, 'closed-not-shut');
  stage.claim(closed.inode === 0 && closed.seconds !== null, 'closed: a timer runs');
  const shut = await keptFor(stage);
  stage.claim(shut.inode !== 0 && shut.seconds === null, 'ended with shutdown: no timer, and a program that may read');
}

async function crossing(stage: Stage): Promise<void> {
  const held = await hold(stage, 'CLOSING');
  const [client, server] = [stateOf(held), stateOf({ ...held, local: held.remote, remote: held.local })];
  stage.show('the client is this end', tcpDiagram(client, server));
  stage.claim(client === 'CLOSING' && server === 'FIN_WAIT2', 'client CLOSING, server FIN_WAIT2');
  await goOn(held);
}

async function whoPays(stage: Stage): Promise<void> {
  for (const [design, server, client] of [
    ['server', 20, 0],
    ['client', 0, 20],
    ['kept', 0, 1],
  ] as const) {
    const seen = await paid(stage, design, 20);
    stage.show(`--design ${design}`, [seen.told]);
    stage.claim(near(seen.server, server) && near(seen.client, client), `server ${server}, client ${client}`);
  }
}

/** A SYN may take the place of a TIME_WAIT, and a reset may come too late. */
const near = (seen: number, wanted: number): boolean => Math.abs(seen - wanted) <= 2;

async function cure(stage: Stage): Promise<void> {
  const seen = await paid(stage, 'reset', 20);
  stage.show('--design reset', [seen.told]);
  stage.claim(near(seen.server + seen.client, 0), 'no TIME_WAIT, or next to none');
  stage.claim(
    !seen.told.includes('lost 0 bytes') && !seen.told.includes('lost 1000000 bytes'),
    'a part of the answers',
  );
}

async function afterFin(stage: Stage): Promise<void> {
  const lines = await predicted(stage, 'fin');
  stage.show('predict.ts --situation fin', lines.slice(1));
  const after = (word: string): string =>
    lines
      .find((line) => line.includes(word))
      ?.split(':')[1]
      ?.trim() ?? '';
  stage.claim(after('kernel').startsWith('5 bytes, EPIPE'), '5 bytes, then EPIPE');
  stage.claim(after('predicted') === after('kernel'), 'as the sheet predicts');
}
