/** Lesson 12 for a class: predictions, each played on the reference, and some on a known mistake as well. */
import type { WalkStep } from '../../src/stage/scene.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { BIG, get, refusedUpload, say, shrinks, slowHeads, smuggled, titleOf, whoCalls, withServer } from './demo.ts';
import { actOne, actThree, actTwo } from './walkthrough/webbench.ts';

export const steps: readonly WalkStep[] = [
  {
    title: 'Between CR and LF',
    code: { file: 'lines.ts', step: '12.1' },
    say: 'A request arrives in two reads. The first one ends with the CR of a line (split-line-end looks for the LF at once).',
    predict: {
      question: 'What does the mistaken server do?',
      choices: ['answer', 'refuse', 'wait'],
      answer: 1,
    },
    play: betweenCrLf,
    proves: 'Bytes that are missing are no mistake of the client: the machine keeps its state and says "not yet".',
  },
  {
    title: 'One request, or two?',
    code: { file: 'body.ts', step: '12.3' },
    say: 'A request has Content-Length and Transfer-Encoding. Its body by length contains what looks like a request.',
    predict: {
      question: 'A server goes by the chunks: how many answers?',
      choices: ['none', '1', '2'],
      answer: 2,
    },
    play: oneOrTwo,
    proves: 'Who decides differently from the proxy in front answers requests that nobody has checked: refuse both.',
  },
  {
    title: 'Out of the folder',
    code: { file: 'files.ts', step: '12.4' },
    say: 'GET /../ and the name of a file beside the folder. This server opens the path below the folder, without RESOLVE_BENEATH (outside).',
    predict: { question: 'What does the client get?', choices: ['404', 'the file', 'a reset'], answer: 1 },
    play: outOfFolder,
    proves: 'The kernel resolves the path, so let the kernel stay inside: no list of tricks is complete.',
  },
  {
    title: 'The last answer',
    code: { file: 'lingering.ts', step: '12.5' },
    say: 'The server refuses an upload, and closes while the body is still coming (hard-close).',
    predict: {
      question: "How does the client's connection end?",
      choices: ['in order, with a FIN', 'by a reset', 'not at all'],
      answer: 1,
    },
    play: lastAnswer,
    proves:
      'The kernel answers bytes for a closed socket with RST, and drops what it has not sent: FIN first, then read on.',
  },
  {
    title: 'A broken promise',
    code: { file: 'file-body.ts', step: '12.6' },
    say: `The head has promised ${BIG} bytes. The file is cut while it is sent, and another answer waits behind it.`,
    predict: {
      question: 'What should the server do?',
      choices: ['send zeros', 'go on with the next answer', 'end the connection'],
      answer: 2,
    },
    play: brokenPromise,
    proves: 'The client counts bytes. Only the end of the stream can say that some are missing.',
  },
  {
    title: 'A hundred slow clients',
    code: { file: 'deadlines.ts', step: '12.7' },
    say: 'A hundred clients send the beginning of a request, and nothing more. Another client wants a file.',
    predict: {
      question: 'When does it get it?',
      choices: ['at once', 'when the others have ended', 'never'],
      answer: 0,
    },
    play: slowClients,
    proves: 'One loop waits for all of them at the same time, and one timer ends them all.',
  },
  {
    title: 'Reactor and proactor',
    code: { file: 'worker.ts', step: '12.8' },
    say: 'The same server with two workers, as a proactor. Ten clients ask for a file each.',
    predict: { question: 'Which threads call recv?', choices: ['the loop', 'workers', 'both'], answer: 0 },
    play: modesApart,
    proves:
      'In the proactor a worker gets a whole request. In the reactor it reads by itself, and the loop only waits.',
  },
  {
    title: 'webbench, act one: a client works',
    say: 'A server closes the descriptor of a connection first, and takes it out of the loop then (closed-first). One client comes, asks twice, and leaves. Then a second one comes.',
    predict: {
      question: 'Who is served?',
      choices: ['both', 'only the first', 'none of them'],
      answer: 1,
    },
    play: actOne,
    proves:
      'The first end of a connection leaves the loop with an entry for a number, and the next connection gets this number.',
  },
  {
    title: 'webbench, act two: ENOENT',
    say: 'A descriptor is in an interest list, and is closed. Then EPOLL_CTL_DEL is called for its number: at once, and when another socket has got the number.',
    predict: {
      question: 'What does the second call say?',
      choices: ['it works', 'Bad file descriptor', 'No such file or directory'],
      answer: 2,
    },
    play: actTwo,
    proves: "close takes a descriptor out of every list. Afterwards its number is nobody's, or somebody else's.",
  },
  {
    title: 'webbench, act three: too many',
    say: '"fork failed": at 11,000 clients webbench gave up, because each of its clients is a process. 300 clients come to this server.',
    predict: {
      question: 'How many processes does the server need?',
      choices: ['1', '40', '300'],
      answer: 0,
    },
    play: actThree,
    proves: 'It was the limit of the client. A load generator on a loop, as ab and wrk are, needs one process as well.',
  },
];

async function betweenCrLf(stage: Stage): Promise<void> {
  for (const mistake of ['split-line-end', undefined]) {
    await withServer(stage, mistake, [], async (server) => {
      const client = await stage.connect(server);
      const request = get('/hello.txt');
      const cut = request.indexOf('\n');
      await say(server, client, request.subarray(0, cut));
      const seen = await say(server, client, request.subarray(cut));
      stage.show(titleOf(mistake), [`cut after ${cut} bytes: ${seen.join() || 'no answer'}`]);
      if (mistake === undefined) stage.claim(seen[0] === 'HTTP/1.1 200 OK', 'it is answered');
      else stage.claim(seen[0]?.includes('400') === true, 'a right request is refused');
    });
  }
}

async function oneOrTwo(stage: Stage): Promise<void> {
  stage.claim((await smuggled(stage, 'both-lengths')).length === 2, 'two answers');
  const seen = await smuggled(stage, undefined);
  stage.claim(seen.length === 1 && seen[0]?.includes('400') === true, 'one refusal, and nothing behind it');
}

async function outOfFolder(stage: Stage): Promise<void> {
  for (const mistake of ['outside', undefined]) {
    await withServer(stage, mistake, [], async (server, folder) => {
      const client = await stage.connect(server);
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      const seen = await say(server, client, get(`/../${name}/hello.txt`));
      stage.show(titleOf(mistake), [`/../${name}/hello.txt: ${seen.join()}`]);
      const wanted = mistake === undefined ? '404' : '200';
      stage.claim(seen[0]?.includes(wanted) === true, mistake === undefined ? '404' : 'the path has left the folder');
    });
  }
}

async function lastAnswer(stage: Stage): Promise<void> {
  stage.claim((await refusedUpload(stage, 'hard-close')) === 'reset', 'a reset');
  stage.claim((await refusedUpload(stage, undefined)) === 'eof', 'who lingers ends with a FIN');
}

async function brokenPromise(stage: Stage): Promise<void> {
  const { got, answers } = await shrinks(stage, undefined);
  stage.claim(answers === 1 && got < BIG, 'fewer bytes than promised, and the end of the stream');
}

async function slowClients(stage: Stage): Promise<void> {
  const { served, ended } = await slowHeads(stage);
  stage.claim(served, 'at once');
  stage.claim(ended === 100, 'the slow ones are refused when their time is over');
}

async function modesApart(stage: Stage): Promise<void> {
  const proactor = await whoCalls(stage, 'proactor');
  stage.claim(proactor('recv', false) >= 10 && proactor('recv', true) === 0, 'proactor: the loop');
  const reactor = await whoCalls(stage, 'reactor');
  stage.claim(reactor('recv', false) === 0 && reactor('recv', true) >= 10, 'reactor: the workers');
}
