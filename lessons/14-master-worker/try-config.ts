/** Shows the settings of all configuration files of a folder, or why they are refused. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { program } from '#program';
import { write } from '#sys';
import { ConfigError, readConfig } from './config.ts';

function linesOf(file: string): string[] {
  try {
    return Object.entries(readConfig(file)).map(([key, value]) => `${key} = ${value}`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [`refused ${error.message}`];
  }
}

program(
  import.meta.url,
  {
    about: 'Shows the settings of configuration files.',
    options: { folder: { default: '.', about: 'folder whose *.conf files are read' } },
  },
  ({ folder }) => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.conf'));
    const lines = names.flatMap((name) => linesOf(resolve(folder, name)).map((line) => `${name}: ${line}\n`));
    write(1, Buffer.from(lines.join('')));
  },
);
