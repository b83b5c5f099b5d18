import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../course/lesson.ts';
import { folderName } from '../course/registry.ts';
import { NOT_HANDED_OUT } from '../host/hand-out.ts';
import { PROJECT } from '../host/project.ts';

/** Scripts of package.json that a copy has. */
const SCRIPTS = ['lesson', 'test', 'update'];

/** A handout, without the lines of its list of commands that do not work in a copy. */
export function handoutPage(text: string): string {
  const command = new RegExp(`^ {4}npm run lesson \\d\\d (?:${NOT_HANDED_OUT.join('|')})\\b`);
  return text
    .split('\n')
    .filter((line) => !command.test(line))
    .join('\n');
}

/** The README of a copy: grading/hand-out.md with the table of its lessons. */
export function readme(lessons: readonly Lesson[], version: string): string {
  const rows = lessons.map(
    (lesson) => `| ${lesson.id} | [${lesson.title}](lessons/${folderName(lesson)}/README.md) | ${lesson.goal} |`,
  );
  return readFileSync(join(PROJECT, 'grading', 'hand-out.md'), 'utf8')
    .replaceAll('FIRST', lessons[0]?.id ?? '')
    .replace('VERSION', version)
    .replace('TABLE OF LESSONS', () => ['| | lesson | goal |', '|---|---|---|', ...rows].join('\n'));
}

/** package.json with the scripts of a copy and the imports of its files. The dependencies stay, because package-lock.json has to agree with them. */
export function packageJson(files: readonly string[]): string {
  const whole = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as Record<
    'scripts' | 'imports',
    Entries
  >;
  const scripts = only(whole.scripts, (name) => SCRIPTS.includes(name));
  const imports = only(whole.imports, (_, path) => path.includes('*') || files.includes(path.replace('./', '')));
  return `${JSON.stringify({ ...whole, imports, scripts }, null, 2)}\n`;
}

type Entries = Readonly<Record<string, string>>;

const only = (entries: Entries, wanted: (name: string, value: string) => boolean): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([name, value]) => wanted(name, value)));
