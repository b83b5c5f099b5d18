import type { TestContext } from '../../src/grading/test-context.ts';
import { checkMachines } from './checking.ts';
import { BODIES, graded, HEADS, LINES } from './lesson.ts';
import { looksLike } from './looks.ts';

/** A test of the machines: one question, in a program of its own. */
function asks(
  step: string,
  points: number,
  title: string,
  what: string,
  line: string,
  expected: string,
  needs: readonly string[] = [],
): void {
  graded(
    step,
    points,
    title,
    async (t: TestContext) => {
      const problem = await t.step(line, () => checkMachines(t, what));
      t.expect(problem === null, () => ({
        expected,
        saw: problem?.text ?? '',
        looksLike: looksLike((problem?.kind ?? '').replace(/^(cut|after) /, '')),
      }));
    },
    { needs },
  );
}

asks('12.1', 3, LINES, 'line-cuts', 'three lines, cut in all possible ways', 'these three lines');
asks(
  '12.1',
  2,
  'only CR LF ends a line, and control characters are refused',
  'line-strict',
  'lines with LF alone, CR alone, NUL and other control characters',
  'a Refusal with status 400',
  [LINES],
);
asks(
  '12.1',
  2,
  'a line is bounded',
  'line-limit',
  'lines of the limit, and of one byte more',
  'the status of the caller for a line over the limit, and only for that',
  [LINES],
);
asks(
  '12.1',
  2,
  'no byte of a line is looked at again and again',
  'line-long',
  'a line of 400,000 bytes, one by one',
  'CPU time in proportion to the bytes',
  [LINES],
);

asks('12.2', 4, HEADS, 'heads', '80 requests without a body', 'the request, or a refusal, as the RFC says', [LINES]);
asks(
  '12.2',
  2,
  'a head may be cut anywhere',
  'heads-cut',
  'each of them cut after each byte, and byte by byte',
  'the same as in one piece',
  [HEADS],
);
asks(
  '12.2',
  3,
  'a head is bounded, in each line and as a whole',
  'limits',
  'long targets, long fields, many fields',
  '414 for a target, 431 for fields, and neither below the limits',
  [HEADS],
);
asks(
  '12.2',
  2,
  'the next request has fields of its own',
  'fresh',
  'a request with three fields, then one with a Host only',
  'only the fields of each request',
  [HEADS],
);

asks(
  '12.3',
  4,
  BODIES,
  'bodies',
  '90 requests with a body, or with fields about one',
  'the request, or a refusal, as the RFC says',
  [HEADS],
);
asks(
  '12.3',
  3,
  'a body may be cut anywhere',
  'bodies-cut',
  'all requests cut after each byte, and byte by byte',
  'the same as in one piece',
  [BODIES],
);
asks(
  '12.3',
  3,
  'the next request begins where the body ends',
  'followed',
  'all requests, each followed by GET /after',
  'GET /after as the next request, or a refusal and nothing more',
  [BODIES],
);
asks(
  '12.3',
  2,
  'a body has exactly its bytes',
  'content',
  'bodies of all bytes, by length and in chunks',
  'the content that was sent',
  [BODIES],
);
asks(
  '12.3',
  2,
  'a body is bounded',
  'large',
  'bodies of a megabyte and one byte, endless trailers, an endless chunk extension',
  '413, 431, 400, and a megabyte accepted',
  [BODIES],
);
asks('12.3', 2, 'many small chunks are read in time', 'long', '200,000 chunks of one byte', 'the whole body', [BODIES]);
