import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PROJECT } from '../../host/project.ts';
import { folderName, lessons } from '../registry.ts';

const LINK = /\]\(([^)#\s]+)[^)]*\)/g;
const CODE = /`([^`\s]+)`/g;
/** What begins with a folder of the project and has nothing in it that stands for something else. */
const PATH = /^(?:\.ci|\.github|bench|docs|grading|lessons|solutions|src|test|tools)\/[\w./-]+$/;
/** `lessonNN`, `NN-slug` and their like stand for any lesson. */
const PLACEHOLDER = /NN|SLUG|FILE|NAME/;

/** Every link in a document leads to a file that is here, and every path in it is one. */
export function deadPaths(): string[] {
  return documents().flatMap((file) => {
    const text = readFileSync(join(PROJECT, file), 'utf8').replace(/^ {4}.*$/gm, '');
    const links = [...text.matchAll(LINK)]
      .map(([, link = '']) => link)
      .filter((link) => !/^[a-z]+:/.test(link))
      .map((link) => normalize(join(dirname(file), link)));
    const paths = [...text.matchAll(CODE)].map(([, path = '']) => path).filter((path) => PATH.test(path));
    return [...new Set([...links, ...paths])]
      .filter((path) => !PLACEHOLDER.test(path) && !existsSync(join(PROJECT, path)))
      .map((path) => `${file} names ${path}, which is not here`);
  });
}

const documents = (): string[] => [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('grading'),
  ...lessons.map((lesson) => `lessons/${folderName(lesson)}/README.md`),
];

const markdownIn = (folder: string): string[] =>
  existsSync(join(PROJECT, folder))
    ? readdirSync(join(PROJECT, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => normalize(join(folder, name)))
    : [];
