import { join, relative } from 'node:path';
import ts from 'typescript';
import { PROJECT } from '../host/project.ts';
import type { Lesson } from './lesson.ts';
import { lessonDir } from './registry.ts';

/** What the compiler says of the learner's own files: `file:line:column  sentence` each. It takes a second or two. */
export function typeErrors(lesson: Lesson): string[] {
  const files = lesson.files.map((file) => join(lessonDir(lesson), file));
  const config = ts.readConfigFile(join(PROJECT, 'tsconfig.json'), ts.sys.readFile).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, PROJECT);
  const program = ts.createProgram(files, options);
  return files
    .map((file) => program.getSourceFile(file))
    .filter((source) => source !== undefined)
    .flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .map(({ file, start, messageText }) => {
      const at = file?.getLineAndCharacterOfPosition(start ?? 0);
      const place = at === undefined ? '' : `:${at.line + 1}:${at.character + 1}`;
      return `${relative(PROJECT, file?.fileName ?? '')}${place}  ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
}
