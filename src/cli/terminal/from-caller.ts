import { resolve } from 'node:path';

/** A path as its user means it: npm changes to the project's folder, and a path is relative to the caller's. */
export const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? '.', path);
