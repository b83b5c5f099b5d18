import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { engineOf } from '../support/trains.ts';
import { graded, SERVER, SERVES } from './lesson.ts';

graded(
  '06.6',
  2,
  'hangs up on an engine that announces more than a car holds',
  (t: TestContext) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'good'), 'still here');
      const server = await t.start(SERVER, { args: ['--dir', folder] });
      for (const length of [1001, 0x7fffffff, 0xffffffff]) {
        const peer = await t.connect(server);
        await peer.send(engineOf(length));
        await t.step(`sent an engine that announces ${length} bytes; the server ends the connection`, () =>
          peer.expectEnd('any', () => 'no-maximum'),
        );
      }
      const next = await t.connect(server);
      expectFile(
        await t.step('another client asks for a file', () => ask(next, 'good')),
        'good',
        Buffer.from('still here'),
      );
    }),
  { needs: [SERVES] },
);

/** 128 letters, 255 bytes. */
const LONGEST = `${'é'.repeat(127)}n`;

graded(
  '06.6',
  2,
  'gives away files of its folder only',
  (t: TestContext) =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'public', 'sub'), { recursive: true });
      writeFileSync(join(folder, 'secret'), 'not yours');
      writeFileSync(join(folder, 'public', 'sub', 'x'), 'not yours');
      writeFileSync(join(folder, 'public', LONGEST), 'yours');
      const server = await t.start(SERVER, { args: ['--dir', join(folder, 'public')] });
      const peer = await t.connect(server);
      for (const name of [
        '../secret',
        join(folder, 'secret'),
        '/etc/hostname',
        'sub/x',
        '.',
        '..',
        '',
        'a\0b',
        'n'.repeat(300),
      ]) {
        const answer = await t.step(
          `asked for ${JSON.stringify(name.length > 60 ? `${name.slice(0, 8)}… (${name.length} bytes)` : name)}`,
          () => ask(peer, name),
        );
        t.expect(answer.refusal !== null, {
          expected: 'a refusal',
          saw: answer.cars.length === 0 ? 'the end of the connection' : `${answer.cars.length} trains of an answer`,
          looksLike: answer.cars.length === 0 ? undefined : 'any-name',
        });
      }
      const answer = await t.step('asked for a file whose name has 255 bytes', () => ask(peer, LONGEST));
      expectFile(answer, LONGEST, Buffer.from('yours'));
    }),
  { needs: [SERVES] },
);
