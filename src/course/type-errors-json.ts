/** The child of `TypeCheck`: prints the type errors of the lesson that it is given, as one JSON array. */
import { findLesson } from './registry.ts';
import { typeErrors } from './type-errors.ts';

const lesson = findLesson(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(lesson === null ? [] : typeErrors(lesson)));
