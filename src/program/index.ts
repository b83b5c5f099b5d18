/** What every lesson program needs beside system calls: a command line, a log, and `todo`. */
export { log, ready, show } from './log.ts';
export { program } from './program.ts';
export { todo } from './todo.ts';
