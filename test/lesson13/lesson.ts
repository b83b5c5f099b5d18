import { LessonTests } from '../../src/grading/lesson-tests.ts';
import { targetFile } from '../../src/grading/target.ts';

export const SERVER = targetFile('13', 'server.ts');
export const TRY = targetFile('13', 'try.ts');
export const TALK = targetFile('13', 'talk.ts');

/** Registers the graded tests of this lesson. */
export const lesson = new LessonTests('13');
export const graded = lesson.graded.bind(lesson);

/** Titles of tests that others name in `needs`. */
export const CRC = 'the CRC32 is that of zlib';
export const BYTES = 'a packet is a header of eight bytes in network order, then the body';
export const BOUNDS = 'a length that no packet has is refused';
export const CUTS = 'packets are whole, wherever their bytes are cut';
export const SLOTS = 'a slot has one owner, and is free again after its rest';
export const ANSWERS = 'ping, echo, register and login are answered, each with its own code';
export const WORKS = 'workers do jobs while the loop serves others';
export const STRANGER =
  'the answer for a client that has gone reaches nobody, also when its slot and descriptor are used again';
export const READS = 'a reader that is slow gets every byte, and the sender sleeps meanwhile';
export const SILENT = 'a silent client is closed after two intervals and the margin, and one that pings stays';
