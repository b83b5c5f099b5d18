import { Chalk, type ChalkInstance } from 'chalk';

/** chalk detects the terminal but ignores NO_COLOR. https://no-color.org */
export const paint: ChalkInstance = process.env['NO_COLOR'] ? new Chalk({ level: 0 }) : new Chalk();
