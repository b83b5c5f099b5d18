/** Shows the settings of a configuration file, one a line. */
import { resolve } from 'node:path';
import { program } from '#program';
import { write } from '#sys';
import { readConfig } from './config.ts';

program(
  import.meta.url,
  {
    about: 'Shows the settings of a configuration file.',
    options: { config: { default: 'greeter.conf', about: 'configuration file' } },
  },
  ({ config }) => {
    const lines = Object.entries(readConfig(resolve(config))).map(([key, value]) => `${key} = ${value}\n`);
    write(1, Buffer.from(lines.join('')));
  },
);
