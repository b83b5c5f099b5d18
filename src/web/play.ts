import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Lesson } from '../course/lesson.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import type { ObservedProgram } from '../kit/observed-program.ts';
import { describeExit } from '../kit/situation.ts';
import type { WalkStep } from '../stage/scene.ts';
import { Take } from '../stage/take.ts';
import { pack } from '../trace/pack.ts';
import type { PackedTrace } from '../trace/packed.ts';
import { readTrace } from '../trace/read.ts';
import { kernelView } from './kernel.ts';
import { type KernelView, NO_KERNEL, type ProgramView, type Told } from './protocol.ts';

const LOOK_MS = 250;
/** Reading the lanes costs more than reading /proc. */
const LOOKS_PER_LANES = 2;
const MAX_LINES = 100;
/** For each lane: a screen cannot resolve more. */
const MAX_EVENTS = 800;

type Part = 'told' | 'programs' | 'kernel' | 'lanes';

/** A step being played: its story, the output of its programs, and the state of the kernel. */
export class Play {
  told: readonly Told[] = [];
  kernel: KernelView = NO_KERNEL;
  lanes: PackedTrace | null = null;
  readonly #programs: Program[] = [];
  readonly #lesson: Lesson;
  readonly #changed: (part: Part) => void;
  #folder = '';
  #take: Take | null = null;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;
  #over: Promise<void> = Promise.resolve();

  constructor(lesson: Lesson, changed: (part: Part) => void) {
    this.#lesson = lesson;
    this.#changed = changed;
  }

  get programs(): readonly ProgramView[] {
    return this.#programs.map((program) => program.view());
  }

  /** Plays the step to its end, and ends its programs. */
  run(step: WalkStep): Promise<void> {
    this.#over = this.#run(step);
    return this.#over;
  }

  /** Ends the programs, which ends the step. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#take?.end();
    await this.#over;
  }

  async #run(step: WalkStep): Promise<void> {
    if (this.#stopped) return;
    this.#folder = makeScratch();
    this.#take = new Take(this.#lesson, step, {
      trace: { folder: this.#folder, all: true },
      onTold: (told) => {
        if (told !== null) this.#tell(told.kind === 'show' ? { kind: 'show', ...told.evidence } : told);
      },
      onStarted: (server, name) => {
        this.#programs.push(new Program(server, name, () => this.#changed('programs')));
        this.#changed('programs');
      },
      onPlayed: () => this.#lookAgain(),
    });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    await this.#take.settled;
    clearInterval(this.#timer);
    removeScratch(this.#folder);
  }

  /** The last state is taken before the programs are ended, so it shows the calls in which they sleep. */
  #lookAgain(): void {
    clearInterval(this.#timer);
    this.#looks = 0;
    this.#look();
    for (const program of this.#programs) program.close();
  }

  #tell(told: Told): void {
    this.told = [...this.told, told];
    this.#changed('told');
  }

  #look(): void {
    const lanes = readdirSync(this.#folder).map((name) => basename(name, '.lane'));
    const servers = this.#programs.map(({ server }) => server);
    this.kernel = kernelView(servers, new Set(lanes));
    this.#changed('kernel');
    this.#changed('programs'); // a program may have ended
    if (this.#looks++ % LOOKS_PER_LANES !== 0 || lanes.length === 0) return;
    this.lanes = pack(readTrace(this.#folder, MAX_EVENTS));
    this.#changed('lanes');
  }
}

/** A program of the stage, with its output. */
class Program {
  readonly server: ObservedProgram;
  readonly #name: string;
  readonly #lines: string[] = [];
  #earlier = 0;
  #closed: string | null | undefined;

  constructor(server: ObservedProgram, name: string, changed: () => void) {
    this.server = server;
    this.#name = name;
    for (const stream of [1, 2] as const) this.#hear(stream, changed);
  }

  /** A line of one stream may arrive in pieces, between lines of the other stream. */
  #hear(stream: 1 | 2, changed: () => void): void {
    const decoder = new StringDecoder('utf8');
    let open = '';
    this.server.output.onData(stream, (data) => {
      if (this.#closed !== undefined) return;
      const lines = (open + decoder.write(data)).split('\n');
      open = lines.pop() ?? '';
      this.#lines.push(...lines);
      this.#earlier += this.#lines.splice(0, this.#lines.length - MAX_LINES).length;
      changed();
    });
  }

  /** Ignores the program from now on: its end is our own doing. */
  close(): void {
    this.#closed = this.#end();
  }

  view(): ProgramView {
    const end = this.#closed === undefined ? this.#end() : this.#closed;
    return { pid: this.server.pid, name: this.#name, lines: [...this.#lines], earlier: this.#earlier, end };
  }

  #end(): string | null {
    return this.server.exited === null ? null : describeExit(this.server.exited);
  }
}
