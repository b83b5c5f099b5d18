import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';

const FORMATS = ['classroom.json', 'junit.xml', 'report.json', 'report.txt', 'results.json'];
const folder = makeScratch();
afterAll(() => removeScratch(folder));

/** Runs grade-one in a lab whose npm is this script, with old results of full points. Returns the status and the new results. */
function gradeOne(
  name: string,
  npm: string,
  submission = '.',
): { status: number | null; files: Record<string, string> } {
  const lab = join(folder, name);
  for (const each of ['grading/proof', 'bin', 'results']) mkdirSync(join(lab, each), { recursive: true });
  cpSync(join(PROJECT, 'grading', 'grade-one'), join(lab, 'grading', 'grade-one'));
  writeFileSync(join(lab, 'bin', 'npm'), `#!/bin/sh\n${npm}\n`);
  chmodSync(join(lab, 'bin', 'npm'), 0o755);
  for (const format of FORMATS) writeFileSync(join(lab, 'results', format), '{"score": 100, "status": "pass"}');
  const { status } = spawnSync(join(lab, 'grading', 'grade-one'), [join(lab, submission), join(lab, 'results')], {
    env: { ...process.env, PATH: `${join(lab, 'bin')}:${process.env['PATH']}` },
    stdio: 'ignore',
  });
  const names = readdirSync(join(lab, 'results')).sort();
  return {
    status,
    files: Object.fromEntries(names.map((each) => [each, readFileSync(join(lab, 'results', each), 'utf8')])),
  };
}

const json = (text = ''): unknown => JSON.parse(text);

const root = process.getuid?.() === 0;
if (!root) process.stderr.write('test/class/grade-one.test.ts: skipped, grade-one runs as root\n');

describe.skipIf(!root)('grade-one', () => {
  test.each([
    ['a grading that fails', 'exit 1', '.'],
    ['a submission that is not there', 'exit 0', 'nobody'],
  ])('%s writes every format, and none has a grade', (name, npm, submission) => {
    const { status, files } = gradeOne(name.replaceAll(' ', '-'), npm, submission);
    expect(status).toBe(1);
    expect(Object.keys(files)).toEqual(FORMATS);
    expect(json(files['report.json'])).toMatchObject({ complete: false, submissions: [] });
    expect(json(files['results.json'])).toEqual({ output: expect.stringContaining('Not graded') });
    expect(json(files['classroom.json'])).toMatchObject({ status: 'error' });
    expect(files['junit.xml']).toContain('errors="1"');
    expect(files['report.txt']).toContain('Not graded');
  });

  test('a grading that is killed leaves no results of the one before', () => {
    const { status, files } = gradeOne('killed', 'kill -KILL $PPID');
    expect([status, files]).toEqual([null, {}]);
  });

  test('results that came are kept, and the status is that of the grading', () => {
    const npm = 'for word; do case $word in text=*) echo 92/100 >"$(echo $word | cut -c6-)" ;; esac; done; exit 1';
    const { status, files } = gradeOne('kept', npm);
    expect([status, files['report.txt']]).toEqual([1, '92/100\n']);
  });
});
