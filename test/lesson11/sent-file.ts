import type { TestContext } from '../../src/grading/test-context.ts';
import type { AnswerSeen } from './asking.ts';
import { callsFor, moved, read, SIZE } from './calls.ts';
import { graded, sends } from './lesson.ts';
import { emptyFile, everySize, lateReader, shortCounts, shrinks, vanishing } from './sending.ts';

const needs = [sends('sendfile')];

const lost = ({ body, contents, situation }: AnswerSeen): string | undefined =>
  situation?.kind === 'stuck' || !body.equals(contents.subarray(0, body.length)) ? 'asked-is-sent' : undefined;

graded('11.3', 3, sends('sendfile'), (t: TestContext) => everySize(t, 'sendfile', { blame: lost }), {
  needs: [sends('copy')],
});

graded('11.3', 2, 'sendfile: sends an empty file', (t: TestContext) => emptyFile(t, 'sendfile', 'empty-is-shrunk'), {
  needs,
});

graded(
  '11.3',
  2,
  'sendfile: loses no byte when a call transfers a part, or nothing',
  async (t: TestContext) => {
    await shortCounts(t, 'sendfile', [{ calls: ['sendfile'], cap: 3000 }], lost);
    await shortCounts(t, 'sendfile', [{ calls: ['sendfile'], error: 'EAGAIN', at: [1, 3] }], () => 'null-is-sent');
  },
  { needs },
);

graded(
  '11.3',
  2,
  'sendfile: loses no byte of a client that reads late',
  (t: TestContext) => lateReader(t, 'sendfile', { lost, grown: 'grown-file', endless: 'endless-call' }),
  { needs },
);

graded(
  '11.3',
  3,
  'sendfile: ends the connection when the file shrinks',
  (t: TestContext) => shrinks(t, 'sendfile', { spins: 'zero-again' }),
  { needs },
);

graded('11.3', 2, 'sendfile: survives clients that vanish', (t: TestContext) => vanishing(t, 'sendfile', 'sigpipe'), {
  needs,
});

graded(
  '11.3',
  2,
  'sendfile: no byte of the file passes through the memory of the program',
  async (t: TestContext) => {
    const calls = await callsFor(t, 'sendfile');
    const sent = moved(calls, 'sendfile');
    t.expect(sent === SIZE && read(calls) < SIZE, {
      expected: `${SIZE} bytes moved by sendfile`,
      saw: `${sent} bytes by sendfile, ${read(calls)} read`,
      looksLike: 'not-sendfile',
    });
  },
  { needs },
);
