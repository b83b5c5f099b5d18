import {
  getsockopt,
  IPPROTO_TCP,
  SO_KEEPALIVE,
  SOL_SOCKET,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
} from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { bugAt, expectEndByBug } from '../support/bugs.ts';
import { READS } from '../support/calls.ts';
import {
  comeBack,
  ending,
  forget,
  guarded,
  hasten,
  newsOf,
  onSocket,
  questions,
  untilAsked,
  vanish,
} from './guarded.ts';
import { graded, VANISHED } from './lesson.ts';

/** Far more than a question and its answer take. */
const ANSWER_MS = 10_000;

const OPTIONS = [
  ['SO_KEEPALIVE', SOL_SOCKET, SO_KEEPALIVE, 1],
  ['TCP_KEEPIDLE', IPPROTO_TCP, TCP_KEEPIDLE, 50],
  ['TCP_KEEPINTVL', IPPROTO_TCP, TCP_KEEPINTVL, 7],
  ['TCP_KEEPCNT', IPPROTO_TCP, TCP_KEEPCNT, 3],
  ['TCP_USER_TIMEOUT', IPPROTO_TCP, TCP_USER_TIMEOUT, 90_000],
] as const;

const WRONG: Readonly<Record<string, string>> = {
  SO_KEEPALIVE: 'no-keepalive',
  TCP_KEEPIDLE: 'two-hours',
  TCP_USER_TIMEOUT: 'no-user-timeout',
};

/** The news of a program that asks for the name of error 0; newsOf takes one word. */
const NO_ERROR = 'errno';

const SET = 'the times are set on the socket, and its keepalive timer runs';

graded('16.7', 2, SET, async (t: TestContext) => {
  const times = ['--idle', '50', '--interval', '7', '--count', '3', '--timeout', '90000'];
  const it = await guarded(t, times);
  const seen = onSocket(it, (fd) => OPTIONS.map(([, level, option]) => getsockopt(fd, level, option)));
  t.expect(seen !== null, {
    expected: 'the connection among the descriptors of the server',
    saw: 'it is not there',
  });
  for (const [i, [name, , , value]] of OPTIONS.entries())
    t.expect(seen[i] === value, { expected: `${name} ${value}`, saw: `${seen[i]}`, looksLike: WRONG[name] });
  const timer = it.client.serverRow?.timer;
  t.expect(timer?.kind === 'keepalive' && timer.ms <= 50_000, {
    expected: 'the keepalive timer, 50 s or less',
    saw: timer === null || timer === undefined ? 'no timer' : `${timer.kind}, ${timer.ms} ms`,
    looksLike: 'two-hours',
  });
});

graded(
  '16.7',
  2,
  VANISHED,
  async (t: TestContext) => {
    const it = await guarded(t, ['--idle', '1', '--interval', '1', '--count', '2']);
    const limit = onSocket(it, (fd) => getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT));
    t.expect(limit === 0, {
      expected: 'TCP_USER_TIMEOUT 0, which is what --timeout says: the limit of the system',
      saw: `${limit}`,
      looksLike: 'limit-always',
    });
    vanish(t, it);
    let seen = 0;
    const meanwhile = (): void => {
      const now = questions(it);
      if (now > seen) hasten(it);
      seen = now;
    };
    const news = await t.step('waited for two questions that get no answer, and for the end', () =>
      ending(it, { looksLike: (row) => (row?.timer === null ? 'no-keepalive' : 'two-hours'), meanwhile }),
    );
    t.expect(news === 'ETIMEDOUT', {
      expected: 'ETIMEDOUT',
      saw: news,
      kernel: it.server.log,
      looksLike: news === NO_ERROR ? 'error-asked-twice' : undefined,
    });
  },
  { needs: [SET] },
);

/** The bytes that the client sends, and the calls that find nothing before: far more than bytes, so that no call for each byte is mistaken. */
const WORD = 'hello';
const NOTHING = [1, 2, 3, 4, 5, 6, 7, 8];

/** Reads that find nothing at first, then bytes, then the end. */
async function expectData(t: TestContext): Promise<void> {
  const it = await guarded(t, ['--idle', '1000'], [{ calls: READS, error: 'EAGAIN', at: NOTHING }]);
  await it.client.send(Buffer.from(WORD));
  const news = (): string[] => newsOf(it).filter((one) => one !== 'nothing');
  const blame = (): string | undefined => {
    if (news()[0] !== 'end') return news().length > WORD.length ? 'nothing-is-data' : undefined;
    return newsOf(it)[0] === 'nothing' ? 'data-is-end' : 'nothing-is-end';
  };
  const expected = `"data": ${WORD.length} bytes came; the calls before found nothing`;
  await t.step(`the client sent ${WORD.length} bytes; the first ${NOTHING.length} reads found nothing`, () =>
    it.server.waitFor(expected, () => it.client.serverRow?.rxQueue === 0 && news().length > 0, { diagnose: blame }),
  );
  it.client.halfClose();
  await it.server.waitFor('"end"', () => news().includes('end'), { diagnose: blame });
  const [first = 'nothing', ...others] = news();
  t.expect(first === 'data' && others.length <= WORD.length && news().at(-1) === 'end', {
    expected: 'the news: data, then end',
    saw: news().join(', '),
    looksLike: blame(),
  });
  it.server.signal('SIGKILL');
  await it.server.exit();
}

/** The error comes after SO_ERROR was asked, and before the read. */
async function expectErrorOfRead(t: TestContext): Promise<void> {
  const it = await guarded(t, ['--idle', '1000'], [{ calls: READS, error: 'ECONNRESET', at: [1] }]);
  await it.client.send(Buffer.from(WORD));
  const blame = (): string => 'error-of-read';
  await t.step(`the client sent ${WORD.length} bytes; the read says ECONNRESET`, () =>
    it.server.waitFor('the end of the server', () => it.server.exited !== null, { alive: false, diagnose: blame }),
  );
  const exit = await it.server.exit();
  t.expect(exit.code === 0 && newsOf(it).at(-1) === 'ECONNRESET', {
    expected: 'the news: ECONNRESET, and exit status 0',
    saw: `${newsOf(it).at(-1) ?? 'no news'}; the server ${describeExit(exit)}`,
    kernel: it.server.log,
    looksLike: blame(),
  });
}

/** What is no error of the system is a bug in the program, and not the connection's end. */
async function expectBugOfRead(t: TestContext): Promise<void> {
  const it = await guarded(t, ['--idle', '1000'], bugAt(...READS).faults);
  await it.client.send(Buffer.from(WORD));
  await expectEndByBug(t, it.server, 'bug-is-news');
}

graded('16.7', 2, 'the news are those of the read: nothing, data, the end, or its error', async (t: TestContext) => {
  await Promise.all([expectData(t), expectErrorOfRead(t)]);
  await expectBugOfRead(t);
});

/** The limit is over at the second time that the bytes would be sent again. */
const RESENT = 4;

graded(
  '16.7',
  2,
  'bytes that nobody acknowledges end the connection after the time limit',
  async (t: TestContext) => {
    const it = await guarded(t, ['--idle', '1000', '--timeout', '100']);
    vanish(t, it);
    it.server.stdin?.write('are you there?\n');
    const news = await t.step('the server sends 15 bytes; waited for the end', () =>
      ending(it, { looksLike: () => 'no-user-timeout', hopeless: ({ resent }) => (resent ?? 0) >= RESENT }),
    );
    t.expect(news === 'ETIMEDOUT', { expected: 'ETIMEDOUT', saw: news, kernel: it.server.log });
  },
  { needs: [SET] },
);

graded('16.7', 2, 'a peer that has forgotten the connection is found by writing', async (t: TestContext) => {
  const it = await guarded(t, ['--idle', '1000']);
  const { server, client } = it;
  client.halfClose();
  // The acknowledgement of the FIN has come: nothing is on its way to the client, that it would answer with a reset.
  await t.step('the client ended its direction; waited for the news', () =>
    server.waitFor('"news: end" in the log', () => newsOf(it).length > 0 && client.row?.state === 'FIN_WAIT2', {
      diagnose: ({ kind }) => (kind === 'died' ? 'end-is-error' : undefined),
    }),
  );
  t.expect(client.serverRow?.state === 'CLOSE_WAIT' && newsOf(it).at(-1) === 'end', {
    expected: 'the server in CLOSE_WAIT, with the news: end',
    saw: `${client.serverRow?.state ?? 'no connection'}, news: ${newsOf(it).join(', ') || 'none'}`,
    looksLike: 'end-is-error',
  });
  forget(t, it);
  server.stdin?.write('are you there?\n');
  const news = await t.step('the server sends 15 bytes; waited for the end', () =>
    ending(it, { looksLike: () => 'only-recv' }),
  );
  t.expect(['EPIPE', 'ECONNRESET'].includes(news) && server.log.some((line) => line.includes('sent 15 bytes')), {
    expected: 'a write that succeeds, and then the news: EPIPE',
    saw: news,
    kernel: server.log,
    looksLike: news === 'end' ? 'only-recv' : undefined,
  });
});

graded(
  '16.7',
  2,
  'a peer that is silent, and alive, stays; also when one question is lost',
  async (t: TestContext) => {
    const it = await guarded(t, ['--idle', '1', '--interval', '1', '--count', '3']);
    const { server, client } = it;
    vanish(t, it);
    const asked = await t.step('waited for a question that gets no answer', () => untilAsked(it));
    t.expect(asked, { expected: 'a question', saw: 'none', looksLike: 'no-keepalive' });
    comeBack(it);
    hasten(it);
    const answered = await t.step('the client hears again; waited for a question with an answer', () =>
      until(() => server.exited !== null || questions(it) === 0 || null, ANSWER_MS),
    );
    t.expect(answered !== null && server.exited === null, {
      expected: 'a connection that goes on',
      saw: newsOf(it).at(-1) ?? 'none',
    });
    server.stdin?.write('hello\n');
    await client.expect(Buffer.from('hello\n'));
    client.close();
    server.signal('SIGKILL');
    await server.exit();
  },
  { needs: [VANISHED] },
);
