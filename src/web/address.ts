import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from '../host/project.ts';

/**
 * The last address of the page, kept so that an open page reconnects to the next server. The token is random, and the file
 * is readable by this user only.
 */
export interface Address {
  readonly token: string;
  /** 0: any free port. */
  readonly port: number;
}

const FILE = join(PROJECT, '.lab', 'projector.json');
const TOKEN = /^[0-9a-f]{32}$/;

export function lastAddress(): Address {
  try {
    const { token, port } = JSON.parse(readFileSync(FILE, 'utf8')) as Partial<Address>;
    if (typeof token === 'string' && TOKEN.test(token)) return { token, port: isPort(port) ? port : 0 };
  } catch {
    // Missing or damaged: a new address replaces it.
  }
  return { token: randomBytes(16).toString('hex'), port: 0 };
}

export function keepAddress(address: Address): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(address)}\n`, { mode: 0o600 });
}

export const isPort = (port: unknown): port is number =>
  typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
