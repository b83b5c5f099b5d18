import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { goneBefore, nothingLeft } from '#program';
import { SystemError } from '#sys';
import { referenceFile } from '../../src/course/files/reference.ts';
import { until } from '../../src/host/wait.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { fillFolder, SMALL } from '../support/pool.ts';
import { ECHO_SERVERS, FILE_SERVERS } from '../support/reference-servers.ts';
import { inFolder } from '../support/train-answers.ts';
import { trainOf } from '../support/trains.ts';

const HELLO = Buffer.from('hello');

/** accept(2): a connection failed before it was accepted. ENONET and EHOSTDOWN have no name in Node, so they cannot be injected. */
const GONE = [
  ...['ECONNABORTED', 'ENETDOWN', 'EPROTO', 'ENOPROTOOPT'],
  ...['EHOSTUNREACH', 'EOPNOTSUPP', 'ENETUNREACH'],
];
const NOTHING_LEFT = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EPERM'];
const ENONET = 64;
const EHOSTDOWN = 112;

test('every passing error of accept(2) is known', () => {
  for (const errno of [ENONET, EHOSTDOWN]) expect(goneBefore(new SystemError('accept4', errno))).toBe(true);
});

test('the same error of another call, or an error of the listener, is no passing one', () => {
  for (const error of [new SystemError('read', EHOSTDOWN), new SystemError('accept', 9)])
    expect([goneBefore(error), nothingLeft(error)]).toEqual([false, false]);
});

/** The first calls of accept fail, each with the next error; then the server must still serve. */
async function survives(file: string, args: readonly string[], asked: Buffer, wanted: Buffer): Promise<void> {
  const faults = [...GONE, ...NOTHING_LEFT].map((error) => ({ calls: ['accept', 'accept4'], error, at: [1] }));
  const server = await ObservedProgram.start(referenceFile(dirname(file), basename(file)), { args, faults });
  try {
    const peer = await Peer.connect(server);
    await peer.send(asked);
    // It pauses where nothing was left to accept with: a quiet server is not stuck.
    const answered = (): boolean => {
      peer.pump();
      return peer.received.includes(wanted) || peer.ending !== 'open' || server.exited !== null;
    };
    await until(answered, PATIENCE_MS);
    expect({ served: peer.received.includes(wanted), exited: server.exited, log: server.log }).toMatchObject({
      served: true,
      exited: null,
    });
    peer.close();
  } finally {
    await server.end();
  }
}

test.each(ECHO_SERVERS)('%s survives what accept fails with for a while', (file) => survives(file, [], HELLO, HELLO));

test.each(FILE_SERVERS)('%s survives what accept fails with for a while', (file) =>
  inFolder(async (folder) => {
    const { small } = fillFolder(folder);
    await survives(file, ['--dir', folder], trainOf(SMALL), small);
  }),
);
