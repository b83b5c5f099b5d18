import { Chalk, type ChalkInstance } from 'chalk';

/** chalk looks at the terminal; NO_COLOR is honoured here. https://no-color.org */
export const paint: ChalkInstance = process.env['NO_COLOR'] ? new Chalk({ level: 0 }) : new Chalk();
