import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blaming } from '../support/echo.ts';
import { inFolder } from '../support/train-answers.ts';
import { answerWith, engineOf, Station, sizeOf, trainOf } from '../support/trains.ts';
import { expectRefused, fetching, NAME, OLD } from './fetching.ts';
import { CLIENT, graded, KEEPS } from './lesson.ts';

graded(
  '06.6',
  2,
  'client: refuses an answer with another name than the requested one',
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const name of ['.bashrc', '../song.ogg', join(folder, 'elsewhere')]) {
        const answer = async (station: Station): Promise<void> =>
          station.push(answerWith(NAME, Buffer.from('new'), { name }));
        t.note(`the server answers with the name ${JSON.stringify(name.startsWith('/') ? '/…/elsewhere' : name)}`);
        expectRefused(t, await blaming('their-name', () => fetching(t, folder, answer, { old: OLD })), 'their-name');
      }
    }),
  { needs: [KEEPS] },
);

graded(
  '06.6',
  2,
  'client: hangs up on an engine that announces more than a car holds',
  (t: TestContext) =>
    inFolder(async (folder) => {
      for (const length of [1001, 0xffffffff]) {
        const answer = async (station: Station): Promise<void> =>
          station.push(Buffer.concat([trainOf(NAME), trainOf(sizeOf(5000)), engineOf(length)]));
        t.note(`the server announces a car of ${length} bytes, and sends nothing more`);
        expectRefused(t, await blaming('no-maximum', () => fetching(t, folder, answer, { old: OLD })), 'no-maximum');
      }
    }),
  { needs: [KEEPS] },
);

graded(
  '06.6',
  2,
  'client: asks for plain names only',
  (t: TestContext) =>
    inFolder(async (folder) => {
      const station = await Station.open();
      const refused = async (name: string): Promise<void> => {
        const client = await t.watch(CLIENT, {
          args: ['--port', String(station.port), '--get', name, '--into', folder],
        });
        const exit = await client.exit(() => (Buffer.byteLength(name) < 256 ? 'asks-any-name' : 'name-in-characters'));
        t.expect(exit.code === 1 && client.log.length > 0, {
          expected: 'a sentence on standard error and exit status 1',
          saw: `the client ${describeExit(exit)}`,
        });
      };
      try {
        await t.step('started clients with --get "", ".", "..", "a/b", "../x", and a name of 256 bytes', () =>
          Promise.all(['', '.', '..', 'a/b', '../x', 'é'.repeat(128)].map(refused)),
        );
        t.expect(station.received.length === 0, {
          expected: 'no request, because these are not names of files in one folder',
          saw: `${station.received.length} bytes`,
          looksLike: 'asks-any-name',
        });
      } finally {
        station.close();
      }
    }),
  { needs: [KEEPS] },
);
