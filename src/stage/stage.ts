import { dirname, join } from 'node:path';
import { referenceFolder } from '../course/files/reference.ts';
import type { Lesson } from '../course/lesson.ts';
import { playable } from '../course/mistakes/playable.ts';
import { demoFile, folderName, lessonDir } from '../course/registry.ts';
import { ObservedProgram } from '../kit/observed-program.ts';
import { Peer, type PeerOptions } from '../kit/peer.ts';
import { programHere } from '../kit/process/handed-out.ts';
import type { LaunchOptions } from '../kit/process/launch.ts';
import type { Note } from '../program/notes.ts';

/** A titled block of lines; the audience draws it. */
export interface Evidence {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The audience of a scene: receives its texts, evidence and claims in order. */
export interface Audience {
  say(text: string): void;
  show(evidence: Evidence): void;
  /** A statement about the kernel that has just been checked. */
  claim(holds: boolean, text: string): void;
  /** A program has been started; it may not listen yet. */
  started?(program: ObservedProgram, name: string): void;
}

/** The choice of the programs that play, and of how they are started. */
export interface Casting {
  /** A known mistake for every program for which the scene names none of its own. */
  readonly mistake?: string | undefined;
  /** The learner's programs in place of the reference. */
  readonly mine?: boolean | undefined;
  /** Records the programs into this folder; `all` includes those with a mistake that the scene names. */
  readonly trace?: { readonly folder: string; readonly all: boolean } | undefined;
}

type ProgramOptions = LaunchOptions & { readonly mistake?: string | readonly string[] };

/**
 * The stage of demos and walkthroughs: starts the reference, or a known mistake, connects real clients, and ends
 * everything afterwards.
 */
export class Stage {
  readonly lesson: Lesson;
  readonly #audience: Audience;
  readonly #servers: ObservedProgram[] = [];
  /** Those that have not been ended yet. */
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

  /** The logs of its programs. */
  get log(): string[] {
    return this.#servers.flatMap(({ log }) => log);
  }

  /** The notes of its programs. */
  get notes(): Note[] {
    return this.#servers.flatMap(({ notes }) => notes);
  }

  /** The number of claims that did not hold. */
  get failed(): number {
    return this.#failed;
  }

  say(text: string): void {
    if (!this.#over) this.#audience.say(text);
  }

  show(title: string, lines: readonly string[]): void {
    if (!this.#over) this.#audience.show({ title, lines });
  }

  /** Reports a claim. After the end it is dropped: a scene then sees the effects of our own cleaning up. */
  claim(holds: boolean, text: string): void {
    if (this.#over) return;
    if (!holds) this.#failed++;
    this.#audience.claim(holds, text);
  }

  /** Starts a server, of the reference or of a known mistake, and waits until it listens. */
  async start(file: string, options: ProgramOptions = {}): Promise<ObservedProgram> {
    const server = await this.launch(file, { ...options, args: ['--port', '0', ...(options.args ?? [])] });
    await server.listening();
    return server;
  }

  /** Starts a program without waiting for it to listen: a client, or a server that fails before. */
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

  /** The program's path in the reference, or in a copy with these known mistakes. */
  async #path(file: string, mistake: string | readonly string[] | undefined): Promise<string> {
    if (mistake === undefined) {
      const { files, given } = this.lesson;
      const mine = this.#casting.mine === true && [...files, ...given].includes(file);
      const path = join(mine ? lessonDir(this.lesson) : referenceFolder(folderName(this.lesson)), file);
      // A hand-out has the demo's own programs beside it.
      const demo = demoFile(this.lesson);
      return mine || programHere(path) || demo === null ? path : join(dirname(demo), file);
    }
    const slugs = [mistake].flat();
    const made = await playable(this.lesson, slugs);
    if (made === null) throw new Error(`there is no mistake ${slugs.join('+')} in lesson ${this.lesson.id}`);
    return join(made.root, folderName(this.lesson), file);
  }

  /** Waits briefly until the programs have ended or sleep, and their output has been read. */
  async settle(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.settle()));
  }

  /** Ends every client and server of this stage; starting another one afterwards fails. */
  async end(): Promise<void> {
    this.#over = true;
    for (const peer of this.#peers) peer.close();
    await Promise.all(this.#running.splice(0).map((server) => server.end())); // each once: afterwards its pid may be reused
  }

  #checkOpen(): void {
    if (this.#over) throw new Error('the stage has ended');
  }

  /** Ends a program or client that was still being started when the stage ended, and throws. */
  async #endedMeanwhile(): Promise<void> {
    if (!this.#over) return;
    await this.end();
    this.#checkOpen();
  }
}
