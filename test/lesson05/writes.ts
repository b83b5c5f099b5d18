import { patternBytes } from '../../src/grading/pattern-bytes.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { graded, WRITES } from './lesson.ts';
import { wireOf } from './wire.ts';

const CAP = 7;

graded('05.1', 8, WRITES, async (t: TestContext) => {
  const text = patternBytes(2000, 'text').toString('latin1');
  t.note(`each write of this run takes at most ${CAP} bytes`);
  const { wire } = await t.step('ran  sender.ts --framing none, with 2,000 bytes of input', () =>
    wireOf(t, text, ['--framing', 'none'], CAP),
  );
  t.expect(wire.toString('latin1') === text, {
    expected: 'the 2,000 bytes of the input on the wire',
    saw: `${wire.length} bytes${wire.length === text.length ? ', but not the same' : ''}`,
    looksLike: wire.length === CAP && text.startsWith(wire.toString('latin1')) ? 'short-write' : undefined,
  });
});
