import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { blaming } from '../support/echo.ts';
import { inFolder } from '../support/train-answers.ts';
import { answerWith, engineOf, type Station, sizeOf, trainOf } from '../support/trains.ts';
import { expectRefused, fetching, NAME, OLD } from './fetching.ts';
import { graded, KEEPS } from './lesson.ts';

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
