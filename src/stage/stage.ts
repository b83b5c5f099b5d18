import { join } from 'node:path';
import { referenceFolder } from '../course/files/reference.ts';
import type { Lesson } from '../course/lesson.ts';
import { mistakesOf, writeMistake } from '../course/mistakes/known-mistakes.ts';
import { folderName, lessonDir } from '../course/registry.ts';
import { ObservedProgram } from '../kit/observed-program.ts';
import { Peer, type PeerOptions } from '../kit/peer.ts';
import type { LaunchOptions } from '../kit/process/launch.ts';
import type { Note } from '../program/notes.ts';

/** Something to look at: a title and rows, drawn by whoever shows it. */
export interface Evidence {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a scene tells its audience, in order. */
export interface Audience {
  say(text: string): void;
  show(evidence: Evidence): void;
  /** A statement about the kernel that was just checked. */
  claim(holds: boolean, text: string): void;
  /** A program runs now; it may not listen yet. */
  started?(program: ObservedProgram, name: string): void;
}

/** Whose programs play, and how they are started. */
export interface Casting {
  /** A known mistake, made in every program for which the scene names none of its own. */
  readonly mistake?: string | undefined;
  /** The learner's programs in the place of the reference. */
  readonly mine?: boolean | undefined;
  /** Programs write their lanes into this folder; `all`: also those with a mistake that the scene names. */
  readonly trace?: { readonly folder: string; readonly all: boolean } | undefined;
}

type ProgramOptions = LaunchOptions & { readonly mistake?: string | readonly string[] };

/**
 * Where demos and walkthroughs play: it starts the reference, or a known mistake, with real clients,
 * and ends everything afterwards.
 */
export class Stage {
  readonly lesson: Lesson;
  readonly #audience: Audience;
  readonly #servers: ObservedProgram[] = [];
  /** Those of them that were not ended yet. */
  readonly #running: ObservedProgram[] = [];
  readonly #peers: Peer[] = [];
  readonly #casting: Casting;
  #failed = 0;
  #over = false;

  constructor(lesson: Lesson, audience: Audience, casting: Casting = {}) {
    this.lesson = lesson;
    this.#audience = audience;
    this.#casting = casting;
  }

  /** What its programs have logged. */
  get log(): string[] {
    return this.#servers.flatMap(({ log }) => log);
  }

  /** What they have told beside their log. */
  get notes(): Note[] {
    return this.#servers.flatMap(({ notes }) => notes);
  }

  /** How many claims did not hold. */
  get failed(): number {
    return this.#failed;
  }

  say(text: string): void {
    if (!this.#over) this.#audience.say(text);
  }

  show(title: string, lines: readonly string[]): void {
    if (!this.#over) this.#audience.show({ title, lines });
  }

  /** After the end nothing is said any more: what a scene sees then is our doing. */
  claim(holds: boolean, text: string): void {
    if (this.#over) return;
    if (!holds) this.#failed++;
    this.#audience.claim(holds, text);
  }

  /** Starts a program of the reference, or of the reference with a known mistake made in it. */
  async start(file: string, options: ProgramOptions = {}): Promise<ObservedProgram> {
    const server = await this.launch(file, { ...options, args: ['--port', '0', ...(options.args ?? [])] });
    await server.listening();
    return server;
  }

  /** Starts a program without waiting for it to listen: a client, or a server that will not come so far. */
  async launch(file: string, options: ProgramOptions = {}): Promise<ObservedProgram> {
    const { mistake = this.#casting.mistake, ...launch } = options;
    const path = await this.#path(file, mistake);
    this.#checkOpen();
    const { trace } = this.#casting;
    const traced = trace !== undefined && (trace.all || options.mistake === undefined);
    const env = { ...launch.env, ...(traced ? { LAB_TRACE: trace.folder } : {}) };
    const program = await ObservedProgram.launch(path, { ...launch, env });
    this.#servers.push(program);
    this.#running.push(program);
    await this.#endedMeanwhile();
    this.#audience.started?.(program, [file, ...[mistake ?? []].flat()].join(' with '));
    return program;
  }

  async connect(server: ObservedProgram, options: PeerOptions = {}): Promise<Peer> {
    this.#checkOpen();
    const peer = await Peer.connect(server, options);
    this.#peers.push(peer);
    await this.#endedMeanwhile();
    return peer;
  }

  /** The program's path in the reference, or in a copy with these known mistakes made in it. */
  async #path(file: string, mistake: string | readonly string[] | undefined): Promise<string> {
    if (mistake === undefined) {
      const { files, given } = this.lesson;
      const mine = this.#casting.mine === true && [...files, ...given].includes(file);
      return join(mine ? lessonDir(this.lesson) : referenceFolder(folderName(this.lesson)), file);
    }
    const known = await mistakesOf(this.lesson);
    const made = [mistake].flat().map((name) => {
      const found = known.find(({ slug }) => slug === name);
      if (found === undefined) throw new Error(`there is no mistake ${name} in lesson ${this.lesson.id}`);
      return found;
    });
    const edits = made.flatMap((one) => one.edits);
    const root = writeMistake(this.lesson, { slug: made.map(({ slug }) => slug).join('+'), edits, fails: [] });
    return join(root, folderName(this.lesson), file);
  }

  /** Waits, but not for long, for the last words of its programs. */
  async settle(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.settle()));
  }

  /** Ends every client and server of this stage; whatever the scene wants to start after that fails. */
  async end(): Promise<void> {
    this.#over = true;
    for (const peer of this.#peers) peer.close();
    await Promise.all(this.#running.splice(0).map((server) => server.end())); // each once: its number may be another's then
  }

  #checkOpen(): void {
    if (this.#over) throw new Error('the stage has ended');
  }

  /** What was on its way when the stage ended came too late to be ended with the others. */
  async #endedMeanwhile(): Promise<void> {
    if (!this.#over) return;
    await this.end();
    this.#checkOpen();
  }
}
