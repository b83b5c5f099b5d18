/** Prints the kernel's table of TCP sockets in words. Nothing to do in this file: rows.ts, owners.ts and words.ts are yours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, writeAll } from '#program';
import { holders } from './owners.ts';
import { parseRows } from './rows.ts';
import type { Row } from './types.ts';
import { rowText } from './words.ts';

/** A system without IPv6 has no tcp6. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The rows of both families, with this port at either end; 0 is any port. */
export const tableOf = (port: number, folder = '/proc/net'): Row[] =>
  ['tcp', 'tcp6']
    .flatMap((name) => parseRows(textOf(join(folder, name))))
    .filter(({ local, remote }) => port === 0 || local.port === port || remote.port === port);

program(
  import.meta.url,
  {
    about: 'Prints the TCP sockets of this machine.',
    options: {
      port: { default: 0, about: 'only those with this port at either end' },
      tables: { default: '/proc/net', about: 'folder of the files tcp and tcp6' },
    },
  },
  ({ port, tables }) => {
    const rows = tableOf(port, tables);
    const held = holders();
    writeAll(1, Buffer.from(rows.map((row) => `${rowText(row, held.get(row.inode) ?? [])}\n`).join('')));
  },
);
