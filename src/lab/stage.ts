import { join } from 'node:path';
import type { LaunchOptions } from '../kit/launch.ts';
import { Peer, type PeerOptions } from '../kit/peer.ts';
import { Server } from '../kit/server.ts';
import type { Lesson } from './lesson.ts';
import { mistakesOf, writeMistake } from './mistakes.ts';
import { folderName, solutionDir } from './registry.ts';

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
  started?(program: Server, name: string): void;
}

const ENDED = 'the stage has ended';

type ProgramOptions = LaunchOptions & { readonly mistake?: string | readonly string[] };

/**
 * Where demos and walkthroughs play: it starts the reference, or a known mistake, with real clients,
 * and ends everything afterwards.
 */
export class Stage {
  readonly lesson: Lesson;
  readonly #audience: Audience;
  readonly #servers: Server[] = [];
  readonly #peers: Peer[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  #failed = 0;
  #ended = false;

  /** Its programs get `environment` beside their own. */
  constructor(lesson: Lesson, audience: Audience, environment: Readonly<Record<string, string>> = {}) {
    this.lesson = lesson;
    this.#audience = audience;
    this.#environment = environment;
  }

  /** Plays a scene to its end; one that stops in the middle is a claim that does not hold. */
  async play(scene: { play(stage: Stage): Promise<void> }): Promise<void> {
    try {
      await scene.play(this);
    } catch (error) {
      this.claim(false, `this step plays to its end; it stopped with: ${(error as Error).message}`);
    }
  }

  /** How many claims did not hold. */
  get failed(): number {
    return this.#failed;
  }

  say(text: string): void {
    this.#audience.say(text);
  }

  show(title: string, lines: readonly string[]): void {
    this.#audience.show({ title, lines });
  }

  claim(holds: boolean, text: string): void {
    if (!holds) this.#failed++;
    this.#audience.claim(holds, text);
  }

  /** Starts a program of the reference, or of the reference with a known mistake made in it. */
  async start(file: string, options: ProgramOptions = {}): Promise<Server> {
    const server = await this.launch(file, { ...options, args: ['--port', '0', ...(options.args ?? [])] });
    await server.listening();
    return server;
  }

  /** Starts a program without waiting for it to listen: a client, or a server that will not come so far. */
  async launch(file: string, options: ProgramOptions = {}): Promise<Server> {
    if (this.#ended) throw new Error(ENDED);
    const { mistake, ...launch } = options;
    const env = { ...this.#environment, ...launch.env };
    const program = await Server.launch(await this.#path(file, mistake), { ...launch, env });
    if (this.#ended) {
      await program.end();
      throw new Error(ENDED);
    }
    this.#servers.push(program);
    this.#audience.started?.(program, [file, ...[mistake ?? []].flat()].join(' with '));
    return program;
  }

  async connect(server: Server, options: PeerOptions = {}): Promise<Peer> {
    const peer = await Peer.connect(server, options);
    if (this.#ended) {
      peer.close();
      throw new Error(ENDED);
    }
    this.#peers.push(peer);
    return peer;
  }

  /** The program's path in the reference, or in a copy with these known mistakes made in it. */
  async #path(file: string, mistake: string | readonly string[] | undefined): Promise<string> {
    if (mistake === undefined) return join(solutionDir(this.lesson), file);
    const known = await mistakesOf(this.lesson);
    const made = [mistake].flat().map((id) => {
      const found = known.find((candidate) => candidate.id === id);
      if (found === undefined) throw new Error(`there is no mistake ${id} in lesson ${this.lesson.id}`);
      return found;
    });
    const edits = made.flatMap((one) => one.edits);
    const root = writeMistake(this.lesson, { id: made.map(({ id }) => id).join('+'), edits, fails: [] });
    return join(root, folderName(this.lesson), file);
  }

  /** Ends every client and server of this stage; what still plays on it starts nothing more. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const peer of this.#peers) peer.close();
    for (const server of this.#servers) await server.end();
  }
}
