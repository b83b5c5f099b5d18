import { expect, test } from 'vitest';
import { withImportsOf } from '../../src/course/files/imports.ts';

const source = `import { log, type Options, ready as listening } from '#program';
import {
  bind,
  close,
} from '#sys';
import { other } from './other.ts';
import type { Shape } from './shape.ts';

bind();
`;

test('adds the imports that a text uses and lacks', () => {
  const text = `import { close } from '#sys';\n\nbind(); close(); listening(); const a: Shape = b as Options;\n`;
  expect(withImportsOf(text, source)).toBe(
    `import { type Shape } from './shape.ts';\nimport { type Options, ready as listening } from '#program';\nimport { bind, close } from '#sys';\n\nbind(); close(); listening(); const a: Shape = b as Options;\n`,
  );
});

test('leaves existing and unused imports alone', () => {
  const text = `import { log } from '#program';\n\nlog('other');\n`.replace("'other'", "'x'");
  expect(withImportsOf(text, source)).toBe(text);
});
