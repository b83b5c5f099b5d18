import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { inFolder } from '../support/train-answers.ts';

/** The reference's file server of a lesson, with one file, `small`. */
export const servingSmall = (lesson: string, act: (server: ObservedProgram) => Promise<void>): Promise<void> =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'small'), 'a small file');
    const server = await ObservedProgram.start(referenceFile(lesson, 'server.ts'), { args: ['--dir', folder] });
    try {
      await act(server);
    } finally {
      await server.end();
    }
  });
