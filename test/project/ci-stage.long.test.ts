import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge } from '../../.ci/stage.ts';
import { PROJECT } from '../../src/host/project.ts';
import { Copy } from '../cli/fixture.ts';

const copy = new Copy();
const marks = mkdtempSync(join(tmpdir(), 'ci-stage-'));
afterAll(() => {
  copy.remove();
  rmSync(marks, { recursive: true });
});

/** Throws the first time. */
const once = (name: string): string => `
  const mark = ${JSON.stringify(join(marks, name))};
  if (!existsSync(mark)) { writeFileSync(mark, ''); throw new Error('the first time'); }`;

const FILES = {
  'test/project/once.test.ts': `test('passes alone', () => {${once('test')}}); test('always passes', () => {});`,
  'test/project/hook.test.ts': `describe('a group', () => { beforeAll(() => {${once('hook')}}); test('needs the hook', () => {}); });`,
  'test/project/load.test.ts': `${once('load')}\ntest('needs the file', () => {});`,
  'test/project/twice.test.ts': `test('passes', () => {}); test('always fails', () => { throw new Error('again'); });`,
};

beforeAll(() => {
  cpSync(join(PROJECT, 'vitest.config.ts'), copy.path('vitest.config.ts'));
  const head = `import { existsSync, writeFileSync } from 'node:fs';\nimport { beforeAll, describe, test } from 'vitest';\n`;
  for (const [name, text] of Object.entries(FILES)) copy.write(name, head + text);
});

test('a test that failed and passes alone is flaky; one that fails again has failed', async () => {
  const command = [process.execPath, copy.path('tools/start.mjs'), 'test'];
  let said = '';
  const judged = await judge({ command, args: Object.keys(FILES) }, (text) => {
    said += text;
  });
  const flaky = [
    'test/project/hook.test.ts > a group',
    'test/project/load.test.ts > the file itself',
    'test/project/once.test.ts > passes alone',
  ];
  expect([...judged.flaky].sort(), said).toEqual(flaky);
  expect(said.match(/^flaky: .*$/gm)?.sort()).toEqual(flaky.map((name) => `flaky: ${name}`));
  expect({ passed: judged.passed, failed: judged.failed }).toEqual({ passed: 5, failed: 1 });
  expect(judged.log).toContain('always fails');
});

const script = (code: string): string[] => [
  process.execPath,
  '-e',
  `const { existsSync, writeFileSync } = require('node:fs'); {${code}}`,
];

test.each([
  ['passes the second time', `{${once('stage')}}`, { passed: 1, failed: 0, flaky: ['a demo'] }, 'the first time'],
  ['fails twice', `console.log('no'); process.exit(3)`, { passed: 0, failed: 1, flaky: [] }, 'no'],
])('a stage that counts nothing is run again as a whole: one that %s', async (_, code, judged, said) => {
  const { log, ...counts } = await judge({ command: script(code), whole: 'a demo' }, () => {});
  expect(counts).toEqual(judged);
  expect(log, 'what the first run printed').toContain(said);
});

test('a stage that neither counts nor can be repeated fails at once', async () => {
  const judged = await judge({ command: script(once('check')) }, () => {});
  expect({ passed: judged.passed, failed: judged.failed, flaky: judged.flaky }).toEqual({
    passed: 0,
    failed: 1,
    flaky: [],
  });
});
