import { join, relative } from 'node:path';
import ts from 'typescript';
import { PROJECT } from '../host/project.ts';
import type { Lesson } from './lesson.ts';
import { lessonDir } from './registry.ts';

/** An error of the TypeScript compiler. */
export interface TypeFault {
  /** `file:line:column`, relative to the project. */
  readonly place: string;
  readonly message: string;
}

/** The compiler's errors in the learner's own files. Takes a second or two. */
export function typeErrors(lesson: Lesson): TypeFault[] {
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
      const position = at === undefined ? '' : `:${at.line + 1}:${at.character + 1}`;
      const place = `${relative(PROJECT, file?.fileName ?? '')}${position}`;
      return { place, message: ts.flattenDiagnosticMessageText(messageText, ' ') };
    });
}
