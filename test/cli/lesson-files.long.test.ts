import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Copy } from './fixture.ts';

const copy = new Copy();
const folder = 'lessons/01-blocking-server';

afterAll(() => copy.remove());

test('diff shows my code as the old side, and reports equal files', async () => {
  const { status, out } = await copy.lesson('01', 'diff', 'write-all');
  expect(status).toBe(0);
  expect(out).toMatch(/^--- .*lessons\/01-blocking-server\/write-all\.ts\n\+\+\+ .*solutions\//);
  expect(out).toMatch(/^- {2}todo\('01\.3'/m);
  copy.write(`${folder}/write-all.ts`, copy.read('solutions/01-blocking-server/write-all.ts'));
  expect((await copy.lesson('01', 'diff', 'write-all.ts')).out).toContain('write-all.ts is the same as the reference.');
});

test('diff of a step shows neither other steps nor deleted TODO comments', async () => {
  const skeleton = copy.read(`${folder}/server.ts`);
  copy.write(`${folder}/server.ts`, skeleton.replace(/ {2}\/\/ TODO 01\.2[\s\S]*?todo\('01\.2'.*/, '  for (;;);'));
  const { status, out } = await copy.lesson('01', 'diff', '01.2');
  expect(status).toBe(0);
  expect(out).toMatch(/^- {2}for \(;;\);$/m);
  expect(out).toMatch(/^\+ +connectionLost\(peer, error\);$/m);
  expect(out).not.toMatch(/TODO 01\.2|setsockopt/);

  copy.write(`${folder}/server.ts`, skeleton.replace('//#region 01.2', ''));
  const torn = await copy.lesson('01', 'diff', '01.2');
  expect(torn.status).toBe(1);
  expect(torn.err).toContain('npm run lesson 01 diff server.ts compares all of it');
  expect((await copy.lesson('01', 'diff', 'server.ts')).status).toBe(0);
  copy.write(`${folder}/server.ts`, skeleton);
});

test('diff without arguments shows no open step', async () => {
  const { status, err } = await copy.lesson('01', 'diff');
  expect(status).toBe(1);
  expect(err).toContain('No step of lesson 01 is complete yet.');
});

test('reset asks first, keeps my version, and changes only the named step', async () => {
  const skeleton = copy.read(`${folder}/server.ts`);
  const mine = skeleton.replace(/todo\('01\.1'.*/, '/* my listener */').replace(/todo\('01\.2'.*/, '/* my loop */');
  copy.write(`${folder}/server.ts`, mine);

  const asked = await copy.lesson('01', 'reset', '01.1');
  expect(asked.status).toBe(2);
  expect(asked.err).toContain('npm run lesson 01 reset 01.1 yes');
  expect(copy.read(`${folder}/server.ts`)).toBe(mine);

  const done = await copy.lesson('01', 'reset', '01.1', 'yes');
  expect(done.status).toBe(0);
  const kept = /kept as\s+(\S+)/.exec(done.out)?.[1] ?? '';
  expect(copy.read(kept)).toBe(mine);
  expect(copy.read(`${folder}/server.ts`)).toContain("todo('01.1'");
  expect(copy.read(`${folder}/server.ts`)).toContain('/* my loop */');

  expect((await copy.lesson('01', 'reset', '--yes')).status).toBe(0);
  expect(copy.read(`${folder}/server.ts`)).toBe(skeleton);
  expect((await copy.lesson('01', 'reset')).out).toContain('is the skeleton already');
});

test('solve writes one step or all, and restore brings my version back', async () => {
  const skeleton = copy.read(`${folder}/server.ts`);
  const reference = copy.read('solutions/01-blocking-server/server.ts');
  const mine = skeleton.replace(/todo\('01\.2'.*/, '/* my loop */');
  copy.write(`${folder}/server.ts`, mine);

  const asked = await copy.lesson('01', 'solve', '01.1');
  expect([asked.status, asked.err]).toEqual([2, expect.stringContaining('npm run lesson 01 solve 01.1 yes')]);
  expect(copy.read(`${folder}/server.ts`)).toBe(mine);

  const one = await copy.lesson('01', 'solve', '01.1', 'yes');
  expect(one.status).toBe(0);
  const text = copy.read(`${folder}/server.ts`);
  expect(text).toContain('setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true)');
  expect(text).toContain('/* my loop */');

  expect((await copy.lesson('01', 'solve', 'until', '3', 'yes')).status).toBe(0);
  expect(copy.read(`${folder}/server.ts`)).not.toContain('/* my loop */');
  expect(copy.read(`${folder}/server.ts`)).not.toContain("todo('01.3'");
  expect(copy.read(`${folder}/client.ts`)).toContain("todo('01.5'");

  expect((await copy.lesson('01', 'solve', 'yes')).status).toBe(0);
  expect(copy.read(`${folder}/server.ts`)).toBe(reference);
  expect((await copy.lesson('01', 'solve')).out).toContain('is the reference already');

  const kept = await copy.lesson('01', 'kept');
  expect(kept.out).toMatch(/^ {2}1 {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}before solve\n {5}.*server\.ts/m);
  expect((await copy.lesson('01', 'restore', '3', 'yes')).status).toBe(0);
  expect(copy.read(`${folder}/server.ts`)).toBe(mine);
  const nothing = await copy.lesson('01', 'restore', '99', 'yes');
  expect([nothing.status, nothing.err]).toEqual([2, expect.stringContaining('There is no version "99"')]);
  expect((await copy.lesson('01', 'restore', '1', 'yes')).status).toBe(0);
  expect(copy.read(`${folder}/server.ts`)).toBe(reference);
  await copy.lesson('01', 'reset', 'yes');
});

test('files with the line ends of Windows stay so, and count as what they are', async () => {
  const path = `${folder}/server.ts`;
  const windows = (text: string): string => text.replaceAll('\n', '\r\n');
  const skeleton = copy.read(path);
  copy.write(path, windows(skeleton));
  expect((await copy.lesson('01', 'reset')).out).toContain('is the skeleton already');
  const step = await copy.lesson('01', 'diff', '01.1');
  expect(step.out).toMatch(/^- +todo\('01\.1'/m);
  expect(step.out.split('\n').filter((line) => line.startsWith('-')).length).toBeLessThan(6);
  expect((await copy.lesson('01', 'solve', '01.1', 'yes')).status).toBe(0);
  expect(copy.read(path)).toContain('setsockopt');
  expect(copy.read(path).replaceAll('\r\n', '')).not.toContain('\n');
  expect((await copy.lesson('01', 'solve', 'yes')).status).toBe(0);
  expect(copy.read(path)).toBe(windows(copy.read('solutions/01-blocking-server/server.ts')));
  expect((await copy.lesson('01', 'diff', 'server')).out).toContain('server.ts is the same as the reference.');
  copy.write(path, skeleton);
});

test('bytes that are no UTF-8 are brought back as they were, and never edited', async () => {
  const path = `${folder}/server.ts`;
  const skeleton = copy.read(path);
  const mine = Buffer.concat([Buffer.from(skeleton), Buffer.from('// caf\xe9\n', 'latin1')]);
  writeFileSync(copy.path(path), mine);
  for (const words of [
    ['solve', '01.1', 'yes'],
    ['reset', '01.1', 'yes'],
    ['diff', '01.1'],
  ]) {
    const { status, err } = await copy.lesson('01', ...words);
    expect([status, err]).toEqual([1, expect.stringMatching(/^.*server\.ts has bytes that are no UTF-8 text, .*\n$/)]);
  }
  expect(readFileSync(copy.path(path))).toEqual(mine);
  expect((await copy.lesson('01', 'solve', 'yes')).status).toBe(0);
  expect((await copy.lesson('01', 'restore', 'yes')).status).toBe(0);
  expect(readFileSync(copy.path(path))).toEqual(mine);
  copy.write(path, skeleton);
});

test('a checkout with the line ends of Windows is refused in one sentence', async () => {
  const script = copy.read('tools/esbuild');
  copy.write('tools/esbuild', script.replaceAll('\n', '\r\n'));
  const { status, err } = await copy.lesson('list');
  copy.write('tools/esbuild', script);
  expect([status, err]).toEqual([
    1,
    expect.stringMatching(/^The files of the lab have the line ends of Windows, .*\n$/),
  ]);
});

test('a folder that cannot be written is named in one sentence', async () => {
  const nowhere = ['env', `TMPDIR=${copy.path('nowhere')}`, process.execPath];
  const grading = await copy.run(['test', 'lesson01', '01.1'], '', nowhere);
  const sentence = /^\S+\/nowhere cannot be written \(ENOENT\): set TMPDIR to a folder that can\.\n$/;
  expect([grading.status, grading.out, grading.err]).toEqual([1, '', expect.stringMatching(sentence)]);
  const doctor = await copy.run(['lesson', 'doctor'], '', nowhere);
  expect([doctor.status, doctor.out]).toEqual([1, expect.stringContaining('The lab cannot run here yet: files.')]);

  rmSync(copy.path('.lab'), { recursive: true });
  copy.write('.lab', '');
  for (const words of [
    ['lesson', '01', 'solve', 'yes'],
    ['test', 'lesson01', '01.1'],
    ['grade', '01'],
  ]) {
    const { status, err } = await copy.run(words);
    expect([words, status, err]).toEqual([
      words,
      1,
      expect.stringMatching(/^\S+\/\.lab cannot be written \(E\w+\): .*\n$/),
    ]);
  }
  rmSync(copy.path('.lab'));
});

test('the overview names a missing file, and reset brings it back', async () => {
  rmSync(copy.path(`${folder}/client.ts`));
  rmSync(copy.path(`${folder}/server.ts`));
  expect((await copy.lesson('01')).out).toContain('is missing: npm run lesson 01 reset');
  expect((await copy.lesson('01', 'reset', 'yes')).status).toBe(0);
  expect(copy.read(`${folder}/client.ts`)).toContain("todo('01.5'");
});
