import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProblem } from '../../course/build-problem.ts';
import type { Lesson } from '../../course/lesson.ts';
import { lessonDir } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { ending, takingInterrupts } from '../terminal/interrupt.ts';
import { Running } from '../terminal/running.ts';
import { type Farewell, talk } from '../terminal/talk.ts';
import { interactive } from '../terminal/terminal.ts';
import { Recording } from '../traces/own-run.ts';

/** `NN run [trace] [program] [options of the program]`: runs the learner's program, with a client to talk to it. */
export async function run(lesson: Lesson, args: readonly string[]): Promise<number> {
  const given = args.filter((arg) => arg !== '--');
  const traced = given[0] === 'trace' || given.includes('--trace');
  const words = given.filter((arg, i) => arg !== '--trace' && !(i === 0 && arg === 'trace'));
  const named = words[0] !== undefined && programs(lesson).some((file) => isName(file, words[0] ?? ''));
  const file = named ? fileOf(lesson, words[0] ?? '') : lesson.run.server;
  const options = named ? words.slice(1) : words;
  if (options[0] !== undefined && !/^(-|port$)/.test(options[0])) {
    throw new Stop(
      `Lesson ${lesson.id} has no program "${options[0]}": there are ${programs(lesson).join(', ')}.`,
      EXIT.usage,
    );
  }
  const problem = await buildProblem(lesson, file);
  if (problem !== null) throw new Stop(problem);
  const path = join(lessonDir(lesson), file);
  const programArgs = options.map((word) => (word === 'port' ? '--port' : word));
  const recording = traced ? new Recording(lesson, file) : null;
  return file === lesson.run.server && !programArgs.includes('--help')
    ? serve(lesson, path, programArgs, recording)
    : runAlone(path, programArgs, recording);
}

/** The files that are programs, not modules. */
const programs = (lesson: Lesson): string[] =>
  [...lesson.files, ...lesson.given].filter((file) => {
    const path = join(lessonDir(lesson), file);
    return existsSync(path) && /^program\(/m.test(readFileSync(path, 'utf8'));
  });

const isName = (file: string, text: string): boolean => file === text || file === `${text}.ts`;

const fileOf = (lesson: Lesson, text: string): string => programs(lesson).find((file) => isName(file, text)) ?? text;

/** A program other than the server uses the terminal itself. */
async function runAlone(path: string, args: readonly string[], recording: Recording | null): Promise<number> {
  const program = await Running.start(path, { args, stdio: 'inherit', ...recording?.launch });
  return ending(
    () => over(program, recording),
    () => watch(program),
  );
}

/** Ends a program, then draws its trace. */
async function over(program: Running, recording: Recording | null): Promise<void> {
  await program.end();
  await recording?.show();
}

async function serve(
  lesson: Lesson,
  path: string,
  args: readonly string[],
  recording: Recording | null,
): Promise<number> {
  const given = [...(lesson.run.args ?? []), ...args];
  const all = given.includes('--port') ? given : ['--port', '0', ...given];
  const server = await Running.start(path, { args: all, stdio: ['ignore', 'pipe', 'pipe'], ...recording?.launch });
  const aside = (text: string): void => void process.stderr.write(`${paint.dim(`server │ ${text}`)}\n`);
  server.onLine(aside);
  return ending(
    () => over(server, recording),
    async () => {
      const port = await server.port();
      if (port === null) {
        if (server.exit !== null) await server.exited;
        throw new Stop(`Your server ${server.exit ?? 'did not listen within 20 seconds'} before it listened.`);
      }
      if (interactive() || lesson.run.elsewhere) introduce(lesson, port);
      if (lesson.run.elsewhere) return watch(server);
      return farewell(await talk(port, server), server);
    },
  );
}

/** Runs it until it ends, or until Ctrl-C. */
async function watch(server: Running): Promise<number> {
  let interrupted = false;
  const stop = (): void => {
    interrupted = true;
    void server.end();
  };
  await takingInterrupts(stop, () => server.exited);
  return interrupted ? EXIT.interrupted : server.status;
}

function introduce(lesson: Lesson, port: number): void {
  const keys = lesson.run.elsewhere
    ? 'Ctrl-C ends the server.'
    : 'Type a line, and Enter sends it. Ctrl-D ends your side, Ctrl-C ends both.';
  const elsewhere = labelled('From another terminal:', lesson.run.talk.replace('PORT', String(port)));
  process.stderr.write(`\n${paragraph(keys, columns())}\n${elsewhere}\n\n`);
}

/** A command to copy is on one line. */
function labelled(label: string, command: string): string {
  const between = label.length + command.length + 4 < columns() ? ' ' : '\n   ';
  return `   ${label}${between}${paint.cyan(command)}`;
}

function farewell(how: Farewell, server: Running): number {
  switch (how) {
    case 'interrupted':
      process.stderr.write('\n');
      return EXIT.interrupted;
    case 'server ended':
      throw new Stop(`Your server ${server.exit} while you talked to it.`);
    case 'silence':
      throw new Stop('You ended your side, and for 5 seconds the server neither answered nor ended its own.');
    case 'server closed':
      return EXIT.ok;
  }
}
