import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import type { Lesson } from '../../course/lesson.ts';
import { findLesson, folderName, lessonDir, lessons } from '../../course/registry.ts';
import { onPath } from '../../host/on-path.ts';
import { makeScratch, removeScratch } from '../../host/scratch.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const LIMIT_MS = 120_000;

/** `npm run print NN [FILE]`: the handout of a lesson as a PDF, which a headless Chromium makes. */
export async function print(args: readonly string[]): Promise<number> {
  const [name = '', file, more] = args.filter((arg) => arg !== '--');
  const lesson = findLesson(name);
  if (lesson === null || more !== undefined)
    throw new Stop(
      `Name a lesson, and a file if you like: npm run print 01 handout.pdf. There are ${lessons.map(({ id }) => id).join(', ')}.`,
      EXIT.usage,
    );
  const browser = BROWSERS.find((each) => onPath(each));
  if (browser === undefined)
    throw new Stop('Handouts are printed by Chromium, which is not installed (apt-get install chromium).');
  const target = fromCaller(file ?? `${folderName(lesson)}.pdf`);
  makePdf(browser, lesson, target);
  say(` ${target}`);
  return EXIT.ok;
}

function makePdf(browser: string, lesson: Lesson, target: string): void {
  const folder = makeScratch();
  try {
    const page = join(folder, 'handout.html');
    writeFileSync(page, html(lesson));
    // Chromium's sandbox does not work as root, and /dev/shm of a container is too small.
    const flags = ['--headless', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-pdf-header-footer'];
    const own = [`--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${target}`, page];
    const { status, stderr } = spawnSync(browser, [...flags, ...own], { encoding: 'utf8', timeout: LIMIT_MS });
    const problem = stderr.split('\n').find((line) => /fail/i.test(line));
    if (status !== 0 || !existsSync(target))
      throw new Stop(`Chromium has made no ${target}: ${problem ?? 'it does not say why'}`);
  } finally {
    removeScratch(folder);
  }
}

const html = (lesson: Lesson): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${lesson.id} ${lesson.title}</title>
<style>
@page { size: A4; margin: 18mm }
body { font: 10.5pt / 1.45 serif }
h1, h2, h3 { font-family: sans-serif; break-after: avoid }
pre { background: #f3f4f6; padding: 3mm; font-size: 8.5pt; white-space: pre-wrap; break-inside: avoid }
code { font-family: monospace; font-size: 90% }
table { border-collapse: collapse; font-size: 9pt }
th, td { border: 1px solid #999; padding: 1mm 2mm; text-align: left; vertical-align: top }
blockquote { margin: 0; padding-left: 4mm; border-left: 1mm solid #999 }
</style>
${marked.parse(readFileSync(join(lessonDir(lesson), 'README.md'), 'utf8'), { async: false })}
</html>
`;
