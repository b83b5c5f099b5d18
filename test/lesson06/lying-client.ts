import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../../src/grading/test-context.ts';
import { ask, expectFile, inFolder } from '../support/train-answers.ts';
import { engineOf } from '../support/trains.ts';
import { graded, SERVER, SERVES } from './lesson.ts';

graded(
  '06.6',
  3,
  'hangs up on an engine that announces more than a car holds',
  (bench: Bench) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'good'), 'still here');
      const server = await bench.start(SERVER, { args: ['--dir', folder] });
      for (const length of [1001, 0x7fffffff, 0xffffffff]) {
        const peer = await bench.connect(server);
        await peer.send(engineOf(length));
        await bench.step(`sent an engine that announces ${length} bytes; the server ends the connection`, () =>
          peer.expectEnd('any', () => 'L06-B13'),
        );
      }
      const next = await bench.connect(server);
      expectFile(
        await bench.step('another client asks for a file', () => ask(next, 'good')),
        'good',
        Buffer.from('still here'),
      );
    }),
  { needs: [SERVES] },
);

graded(
  '06.6',
  3,
  'gives away files of its folder only',
  (bench: Bench) =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'public', 'sub'), { recursive: true });
      writeFileSync(join(folder, 'secret'), 'not yours');
      writeFileSync(join(folder, 'public', 'sub', 'x'), 'not yours');
      const server = await bench.start(SERVER, { args: ['--dir', join(folder, 'public')] });
      const peer = await bench.connect(server);
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
        const answer = await bench.step(
          `asked for ${JSON.stringify(name.length > 60 ? `${name.slice(0, 8)}… (${name.length} bytes)` : name)}`,
          () => ask(peer, name),
        );
        bench.expect(answer.refusal !== null, {
          expected: 'a refusal',
          saw: answer.cars.length === 0 ? 'the end of the connection' : `${answer.cars.length} trains of an answer`,
          looksLike: answer.cars.length === 0 ? undefined : 'L06-B09',
        });
      }
    }),
  { needs: [SERVES] },
);
