import { spawn, spawnSync } from 'node:child_process';
import { EPOLLIN, EPOLLOUT } from '#sys';
import { Finding } from '../src/kit/finding.ts';
import type { Peer } from '../src/kit/peer.ts';
import { descriptors, residentKb } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import { until } from '../src/kit/wait.ts';
import type { Bench } from './support/bench.ts';
import { blaming } from './support/echo.ts';
import { has, interestIn, interestOf, leaveRoomFor, maskText } from './support/epoll.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { ended } from './support/pool.ts';
import { targetFile } from './support/target.ts';

const TRY = targetFile('09', 'try.ts');
const ECHO = targetFile('09', 'echo.ts');
const CONNECTION = ['--part', 'connection'];
const RESP = targetFile('09', 'resp.ts');
const HELLO = Buffer.from('hello');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const BUFFER = 'the buffer gives back what was put in, in order';
const POLLS = 'the poller tells who is ready, and sleeps';
const LOOPS = 'the channel calls who wants to know, and leaves the list';
const ACCEPTS = 'the acceptor accepts all who come';
const ECHOES = 'a connection sends back what it gets';
const SERVES = 'the server serves many clients';
const SPEAKS = 'speaks RESP: PING, ECHO, SET, GET';

async function part(bench: Bench, name: string): Promise<Server> {
  const program = await bench.watch(TRY, { args: ['--part', name] });
  bench.note(`started  try.ts --part ${name}`);
  return program;
}

const lines = (program: Server): string[] => program.output.out.split('\n').slice(0, -1);

async function say(program: Server, text: string, count: number, looksLike?: string): Promise<string[]> {
  const before = lines(program).length;
  program.stdin?.write(text);
  await program.waitFor(`${count} more lines`, () => lines(program).length >= before + count, {
    diagnose: () => looksLike,
  });
  return lines(program).slice(before);
}

/** The same for what takes its time: asleep is not stuck. */
async function sayAndWait(program: Server, text: string, count: number, looksLike: string): Promise<string[]> {
  const before = lines(program).length;
  program.stdin?.write(text);
  await until(() => lines(program).length >= before + count || program.exited !== null, 15_000);
  const seen = lines(program).slice(before);
  if (seen.length < count)
    throw new Finding({
      expected: `${count} lines`,
      saw: seen.join(', ') || 'none',
      kernel: program.describeProcesses(),
      looksLike,
    });
  return seen;
}

graded('09.1', 6, BUFFER, async (bench: Bench) => {
  const program = await part(bench, 'buffer');
  // A model of the buffer, as a string.
  let model = '';
  let commands = '';
  const expected: string[] = [];
  for (let i = 1; i <= 120; i++) {
    const word = `${i}`.repeat((i * 7) % 40);
    if (word !== '') commands += `append ${word}\n`;
    model += word;
    if (i % 3 === 0) {
      commands += 'fill 5\n';
      model += '.....';
    }
    const count = (i * 13) % (i % 10 === 0 ? 400 : 30);
    commands += `consume ${count}\nshow\n`;
    model = model.slice(count);
    expected.push(`${model.length} ${model}`);
  }
  const seen = await bench.step('appended, filled and consumed 120 times, in all sizes', () =>
    say(program, commands, expected.length),
  );
  const wrong = seen.findIndex((line, i) => line !== expected[i]);
  bench.expect(wrong < 0, {
    expected: `after round ${wrong + 1}: "${expected[wrong]?.slice(0, 60)}"`,
    saw: `"${seen[wrong]?.slice(0, 60)}"`,
    looksLike: 'L09-B13',
  });
});

graded(
  '09.1',
  4,
  'the buffer costs what it holds: it grows, moves, and gives memory back',
  async (bench: Bench) => {
    const program = await part(bench, 'buffer');
    const cost = async (commands: string): Promise<number> => {
      const [line = ''] = await say(program, `${commands}cost\n`, 1);
      return Number(/in (\d+)/.exec(line)?.[1] ?? Number.NaN);
    };
    const steady = await cost('append 0123456789\nconsume 9\n'.repeat(2000));
    bench.expect(steady <= 10_000, {
      expected: 'a few hundred bytes, after 2,000 times 10 in and 9 out, and all out but 2,000',
      saw: `${steady}`,
      looksLike: 'L09-B14',
    });
    const large = await cost('consume 100000\nfill 1000000\n');
    bench.expect(large >= 1_000_000, { expected: 'room for 1,000,000 bytes', saw: `${large}` });
    const empty = await cost('consume 1000000\n');
    bench.expect(empty <= 65_536, {
      expected: 'the memory given back once it is empty',
      saw: `${empty} bytes kept for nothing`,
      looksLike: 'L09-B15',
    });
  },
  { needs: [BUFFER] },
);

graded('09.2', 8, POLLS, async (bench: Bench) => {
  const program = await part(bench, 'poller');
  await program.waitFor('"watching"', () => lines(program).includes('watching'));
  await program.quiet();
  await bench.step('it sleeps; wrote 5 bytes, then 40', async () => {
    await say(program, 'hello', 1);
    await program.quiet();
    await say(program, 'x'.repeat(40), 3);
  });
  program.stdin?.end();
  const exit = await bench.step('ended its standard input; it removes it from the list, and exits', () =>
    program.exit(),
  );
  const seen = lines(program).slice(1).join(', ');
  bench.expect(seen === '5 bytes, 16 bytes, 16 bytes, 8 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
    expected: '5, then 16, 16 and 8 bytes: told again as long as there is something; then the end, and nobody',
    saw: `${seen}; it ${describeExit(exit)}`,
    looksLike: seen.endsWith('1 ready after remove') ? 'L09-B16' : undefined,
  });
});

graded(
  '09.3',
  8,
  LOOPS,
  async (bench: Bench) => {
    const program = await part(bench, 'channel');
    await program.waitFor('"watching"', () => lines(program).includes('watching'));
    await program.quiet(() => 'L09-B02');
    for (const text of ['a', 'bc']) {
      await bench.step(`wrote ${text.length} byte${text.length === 1 ? '' : 's'}; its callback is called`, () =>
        say(program, text, 1),
      );
      await program.quiet(() => 'L09-B02');
    }
    program.stdin?.end();
    const exit = await bench.step('ended its standard input: the channel is told, and leaves the list', () =>
      program.exit(),
    );
    const seen = lines(program).slice(1).join(', ');
    bench.expect(seen === '1 bytes, 2 bytes, 0 bytes, 0 ready after remove' && exit.code === 0, {
      expected: '1 byte, 2 bytes, the end (0 bytes), and nobody in the list',
      saw: `${seen}; it ${describeExit(exit)}`,
      looksLike: 'L09-B16',
    });
  },
  { needs: [POLLS] },
);

graded(
  '09.4',
  6,
  'tasks: at once, after the events of this round, and in the next one',
  async (bench: Bench) => {
    const program = await part(bench, 'loop');
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const seen = await bench.step('queued tasks from within a callback', () =>
      say(program, 'again third\nlater second\nnow first\n', 4, 'L09-B18'),
    );
    bench.expect(seen.join() === 'first,read,second,third', {
      expected: 'first (at once), read (the callback ends), second (after it), third (queued by a task)',
      saw: seen.join(', '),
      looksLike: 'L09-B17',
    });
    await program.quiet(() => 'L09-B11');
    program.signal('SIGUSR1');
    await bench.step('a signal came while the loop slept: its task is done', () =>
      program.waitFor('SIGUSR1', () => lines(program).includes('SIGUSR1'), { diagnose: () => 'L09-B18' }),
    );
    await program.quiet(() => 'L09-B11');
    program.stdin?.write('quit\n');
    const exit = await bench.step('quit', () => program.exit(() => 'L09-B18'));
    bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `it ${describeExit(exit)}` });
  },
  { needs: [LOOPS] },
);

graded(
  '09.4',
  8,
  'timers: in order, again, and asleep between them',
  async (bench: Bench) => {
    const program = await part(bench, 'loop');
    await program.waitFor('"running"', () => lines(program).includes('running'));
    const seen = await bench.step('set timers of 900, 300 and 600 ms, in this order', () =>
      sayAndWait(program, 'after 900 late\nafter 300 early\nafter 600 middle\n', 4, 'L09-B11'),
    );
    bench.expect(seen.join() === 'read,early,middle,late', {
      expected: 'early, middle, late',
      saw: seen.join(', '),
      looksLike: 'L09-B19',
    });
    await program.quiet(() => 'L09-B11');
    await bench.step('set one of every 200 ms, which cancels itself after three times', () =>
      sayAndWait(program, 'every 200 tick\n', 4, 'L09-B19'),
    );
    await program.quiet(() => 'L09-B11');
    const ticks = lines(program).filter((line) => line === 'tick').length;
    bench.expect(ticks === 3, { expected: '3 ticks', saw: `${ticks}`, looksLike: 'L09-B19' });
  },
  { needs: [LOOPS] },
);

graded(
  '09.5',
  5,
  ACCEPTS,
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    const clients = await bench.step('froze it; 100 clients connected; thawed it', () =>
      server.frozen(() => bench.connectMany(server, 100)),
    );
    await bench.step('each gets its greeting', () =>
      server.waitFor('100 greetings', () =>
        clients.every((client) => {
          client.pump();
          return client.received.toString() === 'hello\n';
        }),
      ),
    );
    await server.quiet(() => 'L09-B11');
    const interest = interestIn(server, server.listener()?.inode ?? 0);
    bench.expect(has(interest, EPOLLIN), { expected: 'the listener to be watched', saw: maskText(interest) });
    server.stdin?.end();
    await server.exit();
  },
  { needs: ['timers: in order, again, and asleep between them'] },
);

graded(
  '09.5',
  5,
  'no descriptors left: it neither ends nor spins, and goes on when there are some',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--part', 'acceptor'] });
    await server.quiet();
    leaveRoomFor(server, 2);
    const clients = await bench.connectMany(server, 5);
    await bench.step('room for two descriptors; five clients connect: two are greeted, and it sleeps', () =>
      server.quiet(() => 'L09-B07'),
    );
    const greeted = (): number =>
      clients.filter((client) => {
        client.pump();
        return client.received.length > 0;
      }).length;
    bench.expect(greeted() === 2 && server.exited === null, {
      expected: 'two of five greeted, three in the queue',
      saw: server.exited === null ? `${greeted()}` : `the program ${describeExit(server.exited)}`,
      looksLike: 'L09-B07',
    });
    server.stdin?.write('x');
    await blaming('L09-B07', () =>
      bench.step('it closes one connection: a third one is greeted', () =>
        server.waitFor('a third greeting', () => greeted() === 3),
      ),
    );
    server.stdin?.end();
    await server.exit();
  },
  { needs: [ACCEPTS] },
);

graded(
  '09.6',
  5,
  ECHOES,
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: CONNECTION });
    const ann = await bench.connect(server);
    const bob = await bench.connect(server);
    await bench.step('two clients, in turn, twice each', async () => {
      for (const client of [ann, bob, ann, bob]) await client.exchange(HELLO);
    });
    await server.quiet(() => 'L09-B02');
    await bench.step('200,000 bytes in one go', () => ann.exchange(patternBytes(200_000, 'text')));
    ann.halfClose();
    await bench.step('one ends its direction, and reads the end', () => ended(server, ann, 'the end of the stream'));
    await bench.step('the other one is still served', () => bob.exchange(HELLO));
  },
  { needs: [ACCEPTS] },
);

/** Sends without reading until nobody takes any more. */
async function fill(server: Server, client: Peer, bytes: Buffer): Promise<number> {
  let sent = 0;
  for (let same = 0; same < 3 && sent < bytes.length && client.ending === 'open'; ) {
    const more = client.offer(bytes.subarray(sent));
    sent += more;
    same = more === 0 ? same + 1 : 0;
    if (more === 0) await server.quiet(() => 'L09-B02');
  }
  return sent;
}

/** A client that ends its direction when the server has read all of it, and owes it something. */
async function endsEarly(bench: Bench, server: Server): Promise<void> {
  const client = await bench.connect(server, { receiveBuffer: 4096 });
  const bytes = patternBytes(16_000_000);
  let sent = 0;
  while (sent < bytes.length && !has(interestOf(server, client), EPOLLOUT)) {
    sent += client.offer(bytes.subarray(sent, sent + 65_536));
    await server.quiet(() => 'L09-B02');
  }
  client.halfClose();
  await server.quiet(() => 'L09-B02');
  await bench.step('another client ends its direction as soon as something is pending, and then reads', () =>
    client.expect(bytes.subarray(0, sent), () => 'L09-B03'),
  );
  await ended(server, client, 'the end of the stream');
}

graded(
  '09.6',
  7,
  'a client that reads late: bounded, nothing lost, also after its half-close',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: CONNECTION });
    const before = residentKb(server.pid);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(64_000_000);
    const sent = await bench.step('a client sends and does not read, until nobody takes any more', () =>
      fill(server, slow, bytes),
    );
    const grown = (residentKb(server.pid) - before) / 1000;
    bench.expect(sent < bytes.length && grown < 24, {
      expected: 'the server to stop reading when much is pending',
      saw: `${(sent / 1e6).toFixed(1)} MB taken, ${grown.toFixed(0)} MB more memory`,
      looksLike: 'L09-B12',
    });
    bench.expect(has(interestOf(server, slow), EPOLLOUT), {
      expected: 'its connection to be watched for EPOLLOUT: something is pending',
      saw: maskText(interestOf(server, slow)),
      looksLike: 'L09-B06',
    });
    const other = await bench.connect(server);
    await bench.step('another client is served', () => other.exchange(HELLO));
    slow.halfClose();
    await bench.step(`the first one ends its direction, and reads its ${(sent / 1e6).toFixed(1)} MB`, () =>
      slow.expect(bytes.subarray(0, sent), ({ got, ending }) => {
        if (!got.equals(bytes.subarray(0, got.length))) return 'L09-B20';
        return ending === 'open' ? 'L09-B06' : 'L09-B03';
      }),
    );
    await ended(server, slow, 'the end of the stream');
    await endsEarly(bench, server);
    await bench.step('and the server sleeps', () => server.quiet(() => 'L09-B02'));
  },
  { needs: [ECHOES] },
);

graded(
  '09.6',
  5,
  'small bites: what is pending goes out in order',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: CONNECTION, faults: [{ calls: ['write', 'send'], cap: 1000 }] });
    bench.note('each write of this run takes at most 1,000 bytes');
    const client = await bench.connect(server);
    const bytes = patternBytes(300_000);
    await bench.step('sent 300,000 bytes', () =>
      client.exchange(bytes, ({ got }) => (got.equals(bytes.subarray(0, got.length)) ? 'L09-B06' : 'L09-B20')),
    );
    await server.quiet(() => 'L09-B02');
    bench.expect(!has(interestOf(server, client), EPOLLOUT), {
      expected: 'EPOLLOUT off when nothing is pending',
      saw: maskText(interestOf(server, client)),
      looksLike: 'L09-B02',
    });
  },
  { needs: [ECHOES] },
);

graded(
  '09.6',
  5,
  'clients that reset end their own connection only',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: CONNECTION });
    const good = await bench.connect(server);
    await bench.step('ten clients: five reset after an exchange, five with answers on the way', async () => {
      for (let i = 0; i < 10; i++) {
        const client = await bench.connect(server, { receiveBuffer: 4096 });
        await client.exchange(HELLO);
        if (i % 2 === 1) client.offer(Buffer.alloc(2_000_000));
        client.reset();
        await blaming('L09-B08', () => good.exchange(HELLO));
      }
    });
    const bad = await bench.connect(server);
    bad.offer(Buffer.from('throw'));
    await blaming('L09-B08', () =>
      bench.step('a client makes the callback throw: its connection ends', () => ended(server, bad, 'the end for it')),
    );
    await blaming('L09-B08', () => bench.step('the others are served', () => good.exchange(HELLO)));
    await server.quiet(() => 'L09-B02');
  },
  { needs: [ECHOES] },
);

graded(
  '09.7',
  4,
  SERVES,
  async (bench: Bench) => {
    const server = await bench.start(ECHO);
    const clients = await bench.connectMany(server, 60);
    await bench.step('60 clients, from the last to the first, each its own bytes', async () => {
      for (const [i, client] of [...clients.entries()].reverse()) await client.exchange(Buffer.from(`client ${i}`));
    });
    for (const client of clients) client.close();
    await server.quiet();
    await bench.step('all leave; the server owns its listener only', () =>
      server.waitFor('no connection', () => server.connections().length === 0, { diagnose: () => 'L09-B09' }),
    );
    // Memory is a statement about many: what each leaves behind shows after a thousand.
    const before = descriptors(server.pid).length;
    for (let i = 0; i < 200; i++) {
      const client = await bench.connect(server);
      client.offer(HELLO);
      if (i % 3 === 0) client.reset();
      else if (i % 3 === 1) client.halfClose();
      client.close();
    }
    await server.quiet();
    const after = descriptors(server.pid).length;
    bench.expect(after <= before, {
      expected: `${before} descriptors after 200 short clients`,
      saw: `${after}`,
      looksLike: 'L09-B09',
    });
  },
  { needs: [ECHOES] },
);

graded(
  '09.7',
  5,
  'lets silent clients go, and keeps those who talk',
  async (bench: Bench) => {
    const server = await bench.start(ECHO, { args: ['--idle', '4000'] });
    const silent = await bench.connect(server);
    const talks = await bench.connect(server);
    await talks.exchange(HELLO);
    const deadline = performance.now() + 40_000;
    await bench.step('--idle 4000: one client says nothing, one talks all the time', async () => {
      while (silent.ending === 'open' && performance.now() < deadline && talks.ending === 'open') {
        await talks.exchange(HELLO, ({ ending }) => (ending === 'open' ? undefined : 'L09-B10'));
        await until(() => null, 100);
        silent.pump();
      }
    });
    bench.expect(silent.ending !== 'open', {
      expected: 'the silent one to be let go',
      saw: 'it is still connected after 40 s',
      looksLike: 'L09-B10',
    });
    await bench.step('the other one is still served', () =>
      talks.exchange(HELLO, ({ ending }) => (ending === 'open' ? undefined : 'L09-B10')),
    );
  },
  { needs: [SERVES] },
);

graded(
  '09.7',
  5,
  'SIGTERM: accepts nobody, sends what is pending, exits',
  async (bench: Bench) => {
    const server = await bench.start(ECHO, { args: ['--grace', '60000'] });
    const idle = await bench.connect(server);
    await idle.exchange(HELLO);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(16_000_000);
    const sent = await fill(server, slow, bytes);
    await server.quiet(() => 'L09-B02');
    // What the server has read is what it owes: the rest waits in the queues of the two sockets.
    const owed = sent - (slow.row?.txQueue ?? 0) - (slow.serverRow?.rxQueue ?? 0);
    server.signal('SIGTERM');
    await bench.step('one client is idle, one has not read its bytes; sent SIGTERM: the port is closed', () =>
      server.waitFor('the listener to be closed', () => server.listener() === null, { alive: false }),
    );
    await ended(server, idle, 'the end for the idle one');
    await blaming('L09-B21', () => ended(server, slow, 'the end for the slow one, after its bytes'));
    const exact = slow.received.equals(bytes.subarray(0, slow.received.length));
    bench.expect(exact && slow.received.length === owed && slow.ending === 'eof', {
      expected: `the ${owed} bytes that the server had read, then the end of the stream`,
      saw: `${slow.received.length} bytes${exact ? '' : ', not the same'}, then ${slow.ending}`,
      looksLike: 'L09-B21',
    });
    slow.close(); // the server may wait for that a moment, so that no reset overtakes its last bytes
    idle.close();
    const exit = await server.exit(() => 'L09-B21');
    bench.expect(exit.code === 0, {
      expected: 'exit status 0',
      saw: `the server ${describeExit(exit)}`,
      looksLike: 'L09-B21',
    });
  },
  { needs: [SERVES] },
);

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const request = (...words: string[]): string => `*${words.length}\r\n${words.map(bulk).join('')}`;

async function answers(server: Server, peer: Peer, text: string, expected: string, looksLike?: string): Promise<void> {
  const from = peer.received.length;
  await peer.send(Buffer.from(text));
  await server.waitFor(
    'the answer',
    () => {
      peer.pump();
      return peer.received.length - from >= Buffer.byteLength(expected) || peer.ending !== 'open';
    },
    { diagnose: () => looksLike },
  );
  const saw = peer.received.subarray(from).toString();
  if (saw !== expected) throw new Finding({ expected: JSON.stringify(expected), saw: JSON.stringify(saw), looksLike });
}

graded(
  '09.8',
  5,
  SPEAKS,
  async (bench: Bench) => {
    const server = await bench.start(RESP);
    const peer = await bench.connect(server);
    await bench.step('PING, ECHO, SET, GET, a value with CR and LF in it, a key that is not there', async () => {
      await answers(server, peer, request('PING'), '+PONG\r\n');
      await answers(server, peer, request('ECHO', 'hello'), bulk('hello'));
      await answers(server, peer, request('SET', 'key', 'a\r\nb'), '+OK\r\n');
      await answers(server, peer, request('ECHO', '-'.repeat(200)), bulk('-'.repeat(200)));
      await answers(server, peer, request('GET', 'key'), bulk('a\r\nb'), 'L09-B22');
      await answers(server, peer, request('GET', 'nowhere'), '$-1\r\n');
      await answers(server, peer, 'SET typed words\r\nGET typed\r\n', `+OK\r\n${bulk('words')}`, 'L09-B01');
    });
    await answers(server, peer, request('SET', 'key', 'new'), '+OK\r\n');
    const other = await bench.connect(server);
    await bench.step('another client reads what the first one has set', () =>
      answers(server, other, request('GET', 'key'), bulk('new'), 'L09-B22'),
    );
  },
  { needs: [SERVES] },
);

graded(
  '09.8',
  5,
  'RESP: pipelined, cut anywhere, and bounded',
  async (bench: Bench) => {
    const server = await bench.start(RESP);
    const peer = await bench.connect(server);
    const many = Array.from(
      { length: 500 },
      (_, i) => request('SET', `key${i}`, `value${i}`) + request('GET', `key${i}`),
    );
    const wanted = Array.from({ length: 500 }, (_, i) => `+OK\r\n${bulk(`value${i}`)}`).join('');
    await bench.step('1,000 requests in one go', () => answers(server, peer, many.join(''), wanted, 'L09-B01'));
    const one = Buffer.from(request('SET', 'slowly', 'x\r\ny') + request('GET', 'slowly'));
    const from = peer.received.length;
    await bench.step('two requests, byte by byte', async () => {
      await peer.dribble(one);
      await blaming('L09-B01', () =>
        server.waitFor('both answers', () => {
          peer.pump();
          return peer.received.subarray(from).toString() === `+OK\r\n${bulk('x\r\ny')}` || peer.ending !== 'open';
        }),
      );
    });
    for (const bad of ['*1000000\r\n', '*1\r\n$99999999\r\n', '*1\r\nhello\r\n']) {
      const rude = await bench.connect(server);
      await rude.send(Buffer.from(bad));
      await bench.step(`a client sends ${JSON.stringify(bad)}: an error, then the end`, () =>
        blaming('L09-B23', () => ended(server, rude, 'the end of the connection')),
      );
      bench.expect(rude.received.toString().startsWith('-ERR'), {
        expected: 'a line that begins with -ERR',
        saw: JSON.stringify(rude.received.toString()),
        looksLike: 'L09-B23',
      });
    }
    await answers(server, peer, request('PING'), '+PONG\r\n', 'L09-B08');
  },
  { needs: [SPEAKS] },
);

const hasRedis = spawnSync('redis-cli', ['--version']).status === 0;

graded(
  '09.8',
  2,
  'redis-cli and redis-benchmark talk to it',
  async (bench: Bench) => {
    if (!hasRedis) {
      bench.note('there is no redis-cli here (Debian: redis-tools): not tried');
      return;
    }
    const server = await bench.start(RESP);
    const cli = async (...args: string[]): Promise<string> => {
      const child = spawn('redis-cli', ['-p', String(server.port), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
      });
      await new Promise((resolve) => child.on('close', resolve));
      return out.trim();
    };
    const seen = [await cli('set', 'k', 'from redis-cli'), await cli('get', 'k'), await cli('ping')].join(' | ');
    bench.expect(seen === 'OK | from redis-cli | PONG', { expected: 'OK | from redis-cli | PONG', saw: seen });
  },
  { needs: [SPEAKS] },
);

lesson.cleanliness('09.7', 2, [SERVES], (kind) => (kind === 'busy' ? 'L09-B02' : 'L09-B09'));
