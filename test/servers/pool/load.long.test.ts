import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SIGKILL } from '#sys';
import { referenceFile } from '../../../src/course/files/reference.ts';
import { patternBytes } from '../../../src/grading/pattern-bytes.ts';
import { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { killOne, workersOf } from '../../support/pool.ts';
import { answerIn, expectFile, inFolder } from '../../support/train-answers.ts';
import { trainOf } from '../../support/trains.ts';

/** Two hundred clients at the same time, and four workers. */
const CLIENTS = 200;
const SIZE = 1_000_000;
const KILL_AFTER = 40;
/** One more may come with the last client, or be too late for it. */
const KILLS = CLIENTS / KILL_AFTER - 1;
const SERVED_IN_MS = 240_000;

interface Fetched {
  readonly bytes: Buffer;
  readonly error: string | null;
}

/** Requests the file, and reads until the end of the connection. */
async function fetchFile(port: number): Promise<Fetched> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const pieces: Buffer[] = [];
  let error: string | null = null;
  socket.on('data', (data) => pieces.push(data));
  socket.on('error', (reason) => {
    error = reason.message;
  });
  socket.end(trainOf('file.bin'));
  await once(socket, 'close').catch(() => {});
  return { bytes: Buffer.concat(pieces), error };
}

async function withServer(
  file: string,
  args: readonly string[],
  act: (server: ObservedProgram, contents: Buffer) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const contents = patternBytes(SIZE);
    writeFileSync(join(folder, 'file.bin'), contents);
    const server = await ObservedProgram.start(file, { args: ['--dir', folder, ...args] });
    try {
      await act(server, contents);
      await server.quiet();
      expect(server.connections()).toEqual([]);
      expect(server.zombies()).toEqual([]);
      server.signal('SIGTERM');
      expect((await server.exit()).code).toBe(0);
    } finally {
      expect(await server.end()).toEqual([]);
    }
  });
}

const all = (port: number, onDone: () => void = () => {}): Promise<Fetched[]> =>
  Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const fetched = await fetchFile(port);
      onDone();
      return fetched;
    }),
  );

test.each([
  ['processes', referenceFile('07-process-pool', 'server.ts'), ['--workers', '4']],
  ['threads', referenceFile('08-thread-pool', 'server.ts'), ['--threads', '4']],
])(`${CLIENTS} clients download at once from 4 %s`, { timeout: SERVED_IN_MS }, (_, file, args) =>
  withServer(file, args, async (server, contents) => {
    for (const { bytes, error } of await all(server.port)) {
      expect(error).toBeNull();
      expectFile(answerIn(bytes), 'file.bin', contents);
    }
  }),
);

test(
  `a worker is killed after each ${KILL_AFTER} clients, and only its own client loses by it`,
  { timeout: SERVED_IN_MS },
  () =>
    withServer(referenceFile('07-process-pool', 'server.ts'), ['--workers', '4'], async (server, contents) => {
      let kills = 0;
      let done = 0;
      const fetched = await all(server.port, () => {
        done++;
        if (done < KILL_AFTER * (kills + 1)) return;
        const workers = workersOf(server);
        const victim = workers[kills % Math.max(1, workers.length)];
        // When none is left just now, the next client that is done tries again.
        if (victim !== undefined && killOne(victim, SIGKILL)) kills++;
      });
      let lost = 0;
      for (const { bytes } of fetched) {
        const answer = answerIn(bytes);
        if (answer.complete) expectFile(answer, 'file.bin', contents);
        else lost++;
      }
      expect(kills).toBeGreaterThanOrEqual(KILLS);
      expect(lost).toBeLessThanOrEqual(kills);
    }),
);
