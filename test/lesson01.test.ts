import { Finding } from '../src/kit/finding.ts';
import { describeExit } from '../src/kit/server.ts';
import { tcpRows } from '../src/kit/tcp.ts';
import type { Bench } from './support/bench.ts';
import { accepted, blaming, blamingDeath, echoMistakes, stillServes } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { echoListener } from './support/listener.ts';
import { patternBytes } from './support/patterns.ts';
import { freePort, swapped } from './support/port.ts';
import { targetFile } from './support/target.ts';

const SERVER = targetFile('01', 'server.ts');
const CLIENT = targetFile('01', 'client.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);
const echo = echoMistakes({ wholeBuffer: 'L01-B08', oneRead: 'L01-B07', eof: 'L01-B04' });

const LISTENS = 'listens on 127.0.0.1 at the port that it is given';
const ACCEPTS = 'serves three clients, one after the other';
const ECHOES = 'echoes what a client sends';

graded('01.1', 8, LISTENS, async (bench: Bench) => {
  const port = freePort();
  const server = await bench.watch(SERVER, { args: ['--port', String(port)] });
  await bench.step(`started  server.ts --port ${port}, pid ${server.pid}, and waited for a listening socket`, () =>
    server.listening(),
  );
  const row = server.listener();
  const seen = `${row?.localAddress}:${row?.localPort}`;
  const looksLike =
    row?.localPort === swapped(port) ? 'L01-B01' : row?.localAddress !== '127.0.0.1' ? 'L01-B10' : undefined;
  bench.expect(seen === `127.0.0.1:${port}`, {
    expected: `a socket in state LISTEN at 127.0.0.1:${port}`,
    saw: `one at ${seen}`,
    kernel:
      row?.localPort === swapped(port)
        ? [`${port} is 0x${port.toString(16)}; swap its two bytes and it is ${swapped(port)}`]
        : [],
    looksLike,
  });
});

graded(
  '01.1',
  2,
  'says on which port it listens',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const line = await server.waitFor('a line on standard output', () => /^(.*)\n/.exec(server.output.out)?.[1]);
    bench.expect(line === `listening 127.0.0.1:${server.port}`, {
      expected: `the line "listening 127.0.0.1:${server.port}"`,
      saw: JSON.stringify(line),
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.1',
  4,
  'keeps six connections waiting while it is busy',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    await server.frozen(async () => {
      bench.note('froze the server (SIGSTOP), so that it accepts nobody');
      await bench.step('connected 6 clients; the kernel completes the handshakes', () =>
        bench.connectMany(server, 6).catch((error: unknown) => {
          if (!(error instanceof Finding)) throw error;
          throw new Finding({
            expected: '6 connections that wait to be accepted',
            saw: `only ${server.listener()?.rxQueue ?? 0} in the listener's queue, the next handshake is not answered`,
            kernel: ['the queue of a listener holds backlog + 1 connections'],
            looksLike: 'L01-B10',
          });
        }),
      );
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.1',
  6,
  'starts again at once on the port that it had',
  async (bench: Bench) => {
    const first = await bench.start(SERVER);
    const client = await bench.connect(first);
    await bench.step('connected a client, and waited until the server had accepted it', () => accepted(first, client));
    first.signal('SIGKILL');
    await bench.step('killed the server: its side of the connection closes first', () => first.exit());
    client.close();
    const timeWait = () => tcpRows().some((row) => row.localPort === first.port && row.state === 'TIME_WAIT');
    await bench.step(`closed the client: port ${first.port} is in TIME_WAIT`, () =>
      first.waitFor('TIME_WAIT', timeWait, { alive: false }),
    );
    const again = await bench.watch(SERVER, { args: ['--port', String(first.port)] });
    await bench.step(`started it again with --port ${first.port}`, () =>
      again.listening().catch((error: unknown) => {
        const inUse = again.log.some((line) => line.includes('EADDRINUSE'));
        throw error instanceof Finding
          ? new Finding({
              ...error.details,
              saw: `${error.details.saw}${inUse ? ': bind said EADDRINUSE' : ''}`,
              looksLike: inUse ? 'L01-B02' : undefined,
            })
          : error;
      }),
    );
  },
  { needs: [LISTENS] },
);

graded(
  '01.2',
  10,
  ACCEPTS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    for (const name of ['first', 'second', 'third']) {
      await bench.step(`${name} client: connected, sent "hello", got its echo, closed`, () =>
        blamingDeath(server, name === 'first' ? undefined : 'L01-B03', async () => {
          const client = await bench.connect(server);
          await client.exchange(Buffer.from('hello'), ({ situation }) => {
            if (situation?.kind === 'busy') return 'L01-B04';
            return name !== 'first' && situation?.kind === 'stuck' ? 'L01-B03' : undefined;
          });
          client.close();
        }),
      );
    }
    bench.expect(server.exited === null, {
      expected: 'the same process still serving',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'L01-B03',
    });
  },
  { needs: [LISTENS] },
);

graded(
  '01.2',
  5,
  'logs the address of the client that it accepted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step(`connected from 127.0.0.1:${client.port}`, () => accepted(server, client));
    await server.quiet();
    bench.expect(
      server.log.some((line) => line.includes(`accepted 127.0.0.1:${client.port}`)),
      {
        expected: `a line on standard error with "accepted 127.0.0.1:${client.port}"`,
        saw: server.log.length === 0 ? 'no line at all' : JSON.stringify(server.log.at(-1)),
      },
    );
  },
  { needs: [ACCEPTS] },
);

graded(
  '01.2',
  5,
  'serves the client that waited once the first has gone',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const ann = await bench.connect(server);
    await bench.step('first client: connected, got its echo, stays', () => ann.exchange(Buffer.from('ann')));
    const bob = await bench.connect(server);
    await bob.send(Buffer.from('bob'));
    await bench.step('second client: connected and wrote; its bytes wait in the kernel', () => server.quiet());
    ann.close();
    await bench.step('first client closed; the second gets its echo', () =>
      blaming(
        ({ details }) => (details.saw.includes('closed') ? 'L01-B03' : 'L01-B04'),
        () => bob.expect(Buffer.from('bob')),
      ),
    );
  },
  { needs: [ACCEPTS] },
);

graded(
  '01.3',
  5,
  ECHOES,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('sent 5 bytes', () => client.exchange(Buffer.from('hello'), echo));
    await bench.step('sent 3 more', () => client.exchange(Buffer.from('you'), echo));
  },
  { needs: [LISTENS] },
);

graded(
  '01.3',
  5,
  'echoes bytes that come one at a time',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    const bytes = Buffer.from('one by one');
    await bench.step('sent 10 bytes, each once the server had read the one before', () =>
      blaming('L01-B07', () => client.dribble(bytes)),
    );
    await bench.step('read the echo', () => client.expect(bytes, echo));
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'echoes a megabyte unchanged',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('sent 1,000,000 bytes and read at the same time', () =>
      client.exchange(patternBytes(1_000_000), echo),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'writes all of it though the kernel takes a few bytes a call',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { faults: [{ calls: ['write', 'send'], cap: 7 }] });
    bench.note('from now on each write takes at most 7 bytes');
    const client = await bench.connect(server);
    await bench.step('sent 1,000 bytes', () =>
      client.exchange(patternBytes(1000), ({ got }) => (got.length < 1000 ? 'L01-B06' : undefined)),
    );
  },
  { needs: [ECHOES] },
);

graded(
  '01.3',
  5,
  'ends the connection when the client has finished',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await client.send(Buffer.from('last words'));
    client.halfClose();
    bench.note('sent 10 bytes and ended our direction (SHUT_WR)');
    await bench.step('read the echo', () => client.expect(Buffer.from('last words')));
    await bench.step('read the end of the stream', () =>
      client.expectEnd('eof', (seen) => (seen?.kind === 'busy' ? 'L01-B04' : 'L01-B05')),
    );
  },
  { needs: [ECHOES] },
);

const RESETS = 'survives a client that resets in the middle of its stream';

graded(
  '01.4',
  5,
  'survives a client that resets before it is accepted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    await server.frozen(async () => {
      const rude = await bench.connect(server);
      rude.reset();
    });
    bench.note('while the server was frozen, a client connected and reset');
    await stillServes(bench, server, 'L01-B12', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  5,
  RESETS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const rude = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => rude.exchange(Buffer.from('hello')));
    rude.reset();
    bench.note('reset the connection');
    await stillServes(bench, server, 'L01-B09', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);

graded(
  '01.4',
  5,
  'survives a client that closes while it is written to',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const hasty = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => hasty.exchange(Buffer.from('hello')));
    await server.frozen(async () => {
      await hasty.send(patternBytes(20_000));
      hasty.close();
    });
    bench.note('while the server was frozen, the client sent 20,000 bytes and closed; thawed it');
    bench.note('the first write is answered with an RST; the next one meets a broken pipe');
    await stillServes(bench, server, 'L01-B09', 'L01-B13');
  },
  { needs: [ECHOES, ACCEPTS] },
);

lesson.cleanliness('01.4', 5, [ECHOES, ACCEPTS, RESETS], (kind) => (kind === 'busy' ? 'L01-B04' : 'L01-B14'));

/** Tells a client that prints what comes from one that prints what it sends. */
const upperCase = (data: Buffer): Buffer => Buffer.from(data.toString('latin1').toUpperCase());

const CLIENT_TALKS = 'client: prints the echo of its standard input';

graded('01.5', 6, CLIENT_TALKS, async (bench: Bench) => {
  const text = patternBytes(100_000, 'text');
  const listener = await echoListener({ holdEnd: true });
  const client = await bench.watch(CLIENT, { args: ['--port', String(listener.port)] });
  bench.note(
    `started  client.ts --port ${listener.port}, for an echo server of ours; wrote 100,000 bytes to its standard input`,
  );
  client.stdin?.end(text);
  try {
    await bench.step('waited for the end of its stream (a FIN), and sent no end of ours yet', () =>
      client.waitFor('the client to end its direction', () => listener.sawEnd()),
    );
    await client.quiet();
    bench.expect(client.exited === null, {
      expected: 'the client to wait for the end of our stream as well',
      saw: `the client ${describeExit(client.exited)}`,
      looksLike: 'L01-B16',
    });
  } finally {
    listener.close();
  }
  const exit = await bench.step('ended our stream; it exits', () => client.exit());
  bench.expect(client.output.out === text.toString('latin1'), () => ({
    expected: 'the same 100,000 bytes on standard output',
    saw: `${client.output.out.length} bytes${client.output.out.length === text.length ? ', but not the same' : ''}`,
  }));
  bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `the client ${describeExit(exit)}` });
});

graded(
  '01.5',
  5,
  'client: prints an answer that comes in pieces',
  async (bench: Bench) => {
    const listener = await echoListener({ piece: 10, answer: upperCase });
    const client = await bench.watch(CLIENT, { args: ['--port', String(listener.port)] });
    client.stdin?.end('an answer that comes back ten bytes at a time\n');
    bench.note('our server answers in upper case, 10 bytes at a time');
    await bench
      .step('waited for the client to exit', () => client.exit(() => 'L01-B15'))
      .finally(() => listener.close());
    bench.expect(client.output.out === 'AN ANSWER THAT COMES BACK TEN BYTES AT A TIME\n', {
      expected: 'all 46 bytes of the answer, in upper case, on standard output',
      saw: `${client.output.out.length}: ${JSON.stringify(client.output.out)}`,
      looksLike: 'L01-B15',
    });
  },
  { needs: [CLIENT_TALKS] },
);

graded(
  '01.5',
  4,
  'client: fails when the server goes away',
  async (bench: Bench) => {
    const listener = await echoListener({ hangUpAfter: 5 });
    const client = await bench.watch(CLIENT, { args: ['--port', String(listener.port)] });
    client.stdin?.end('more than five bytes\n');
    bench.note('the server answers 5 bytes of 21 and closes');
    const exit = await bench
      .step('waited for the client to exit', () => client.exit(() => 'L01-B17'))
      .finally(() => listener.close());
    bench.expect(exit.code === 1 && client.log.length > 0, {
      expected: 'a sentence on standard error and exit status 1',
      saw: `the client ${describeExit(exit)}${client.log.length === 0 ? ', saying nothing' : ''}`,
      looksLike: exit.code === 0 ? 'L01-B17' : undefined,
    });
  },
  { needs: [CLIENT_TALKS] },
);
