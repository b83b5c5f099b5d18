import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';

/** Runs a program of lesson 09, or one at a path, and ends it after `act`. */
export async function withReactor(file: string, act: (server: ObservedProgram) => Promise<void>): Promise<void> {
  const server = await ObservedProgram.start(file.includes('/') ? file : referenceFile('09-reactor', file));
  try {
    await act(server);
  } finally {
    await server.end();
  }
}
