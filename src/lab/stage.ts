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
}

/**
 * Where demos and walkthroughs play: it starts the reference, or a known mistake, with real clients,
 * and ends everything afterwards.
 */
export class Stage {
  readonly lesson: Lesson;
  readonly #audience: Audience;
  readonly #servers: Server[] = [];
  readonly #peers: Peer[] = [];
  #failed = 0;

  constructor(lesson: Lesson, audience: Audience) {
    this.lesson = lesson;
    this.#audience = audience;
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
  async start(file: string, options: LaunchOptions & { mistake?: string | readonly string[] } = {}): Promise<Server> {
    const { mistake, ...launch } = options;
    const server = await Server.start(await this.#path(file, mistake), launch);
    this.#servers.push(server);
    return server;
  }

  /** Starts a program without waiting for it to listen: a client, or a server that will not come so far. */
  async launch(file: string, options: LaunchOptions & { mistake?: string | readonly string[] } = {}): Promise<Server> {
    const { mistake, ...launch } = options;
    const program = await Server.launch(await this.#path(file, mistake), launch);
    this.#servers.push(program);
    return program;
  }

  async connect(server: Server, options: PeerOptions = {}): Promise<Peer> {
    const peer = await Peer.connect(server, options);
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

  /** Ends every client and server of this stage. */
  async end(): Promise<void> {
    for (const peer of this.#peers) peer.close();
    for (const server of this.#servers) await server.end();
  }
}
