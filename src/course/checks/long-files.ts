import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../host/project.ts';

const ROOMS = ['src', 'lessons', 'solutions', 'test', 'bench', 'tools'];
const MOST = 250;

/** A file has one idea. One that is longer than this has two, or says one too often. */
export function longFiles(): string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(PROJECT, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|mjs|c)$/.test(name))
      .map((name) => ({ path: `${room}/${name}`, lines: linesIn(join(PROJECT, room, name)) }))
      .filter(({ lines }) => lines > MOST)
      .sort((a, b) => b.lines - a.lines)
      .map(({ path, lines }) => `${path} has ${lines} lines`),
  );
}

const linesIn = (path: string): number => readFileSync(path, 'utf8').split('\n').length - 1;
