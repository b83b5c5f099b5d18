import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { parseTrains, Station, trainOf } from '../support/trains.ts';
import { CLIENT } from './lesson.ts';

export const NAME = 'song.ogg';
export const OLD = 'the old file';

interface Fetched {
  readonly client: ObservedProgram;
  readonly exit: { code: number | null; signal: NodeJS.Signals | null };
  /** The contents under the name afterwards. */
  readonly contents: Buffer | null;
  readonly others: readonly string[];
}

interface Fetching {
  readonly old?: string;
  readonly stdout?: number;
}

/** Runs the client against a server of the tests, which answers with `answer`. */
export async function fetching(
  t: TestContext,
  folder: string,
  answer: (station: Station, client: ObservedProgram) => Promise<void>,
  { old, stdout }: Fetching = {},
): Promise<Fetched> {
  if (old !== undefined) writeFileSync(join(folder, NAME), old);
  const station = await Station.open();
  try {
    const client = await t.watch(CLIENT, {
      args: ['--port', String(station.port), '--get', NAME, '--into', folder],
      ...(stdout === undefined ? {} : { stdio: ['pipe', stdout, 'pipe'] }),
    });
    await t.step(`started  client.ts --get ${NAME}, with a server of the tests; the client sent its request`, () =>
      client.waitFor('a train with the name', () => parseTrains(station.received).cars.length > 0),
    );
    t.expect(station.received.equals(trainOf(NAME)), {
      expected: `one train with the name: ${trainOf(NAME).toString('hex')}`,
      saw: station.received.toString('hex'),
    });
    await answer(station, client);
    const exit = await t.step('the server answered; the client exits', () =>
      client.exit((seen) => (stdout !== undefined ? 'chatty' : seen.kind === 'busy' ? 'eof-ignored' : undefined)),
    );
    const path = join(folder, NAME);
    return {
      client,
      exit,
      contents: existsSync(path) ? readFileSync(path) : null,
      others: readdirSync(folder).filter((name) => name !== NAME),
    };
  } finally {
    station.close();
  }
}

/** The folder has the sent bytes under the name, and nothing else. */
export function expectKept(t: TestContext, { exit, contents, others }: Fetched, sent: Buffer): void {
  t.expect(contents?.equals(sent) === true && exit.code === 0, {
    expected: `the ${sent.length} bytes under the name, and exit status 0`,
    saw: `${contents === null ? 'no file' : `${contents.length} bytes${contents.length === sent.length ? ', but not the same' : ''}`}, and the client ${describeExit(exit)}`,
    looksLike:
      contents !== null && !contents.equals(sent) && contents.includes(Buffer.from('\ufffd')) ? 'text' : undefined,
  });
  t.expect(others.length === 0, {
    expected: 'no other file in the folder',
    saw: others.join(', '),
    looksLike: 'draft-left',
  });
}

/** The client reports the error, the old file is unchanged, and nothing is left behind. */
export function expectRefused(t: TestContext, { client, exit, contents, others }: Fetched, passes: string): void {
  const death = client.deaths.find(({ error }) => error !== 'SystemError');
  t.expect(exit.code === 1 && client.log.length > 0 && death === undefined, {
    expected: 'a sentence on standard error and exit status 1',
    saw: `the client ${describeExit(exit)}${death === undefined ? '' : `, by an error that is a bug: ${death.message}`}`,
    looksLike: exit.code === 0 ? passes : undefined,
  });
  t.expect(contents?.toString() === OLD, {
    expected: 'the old file, unchanged',
    saw: contents === null ? 'no file at all' : `${contents.length} other bytes under its name`,
    looksLike: 'in-place',
  });
  t.expect(others.length === 0, {
    expected: 'no other file: nothing left of the new one',
    saw: others.join(', '),
    looksLike: 'draft-left',
  });
}
