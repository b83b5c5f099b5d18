import { isZombie } from '../../src/kit/proc.ts';
import type { Server } from '../../src/kit/server.ts';
import { GradedLesson } from '../support/graded.ts';
import { targetFile } from '../support/target.ts';

export const SERVER = targetFile('02', 'server.ts');
export const CHAT = targetFile('02', 'chat.ts');

/** What the parts of this lesson's tests register themselves with. */
export const lesson = new GradedLesson('02');
export const graded = lesson.graded.bind(lesson);

/** Titles that later tests need. */
export const TWO = 'serves two clients at the same time';
export const ENDS = 'ends the stream though another process holds the connection';

export const HELLO = Buffer.from('hello');

/** The children that are alive. */
export const alive = (server: Server) => server.children().filter((child) => !isZombie(child));
