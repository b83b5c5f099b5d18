import { Watcher } from '../../course/files/watcher.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { lessonDir } from '../../course/registry.ts';
import { TypeCheck } from '../../course/type-check.ts';
import { heldUpBy, isAsked, type TestResult } from '../../grading/result.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { isComplete, openStepOf } from '../../progress/points.ts';
import { Regrader } from '../../progress/regrader.ts';
import { readProgress } from '../../progress/store.ts';
import { failureText, headline } from '../../report/failure-text.ts';
import { pointsText } from '../../report/results-printer.ts';
import { columns } from '../../text/columns.ts';
import { beside, paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { counting } from '../terminal/counting.ts';
import { ending } from '../terminal/interrupt.ts';
import { Keys } from '../terminal/keys.ts';
import { interactive, say } from '../terminal/terminal.ts';
import { namedStep } from './hint.ts';
import { faultText } from './types.ts';

/** `NN watch [step]`: grades at each save, first the step being worked on, then the lesson. */
export async function watch(lesson: Lesson, args: readonly string[]): Promise<number> {
  const named = args[0] === undefined ? null : namedStep(lesson, args[0]);
  const step = named ?? openStepOf(readProgress(), lesson) ?? lesson.steps[0];
  if (step === undefined) throw new Stop(`Lesson ${lesson.id} has no steps.`);
  return new WatchSession(lesson, step).run();
}

class WatchSession {
  readonly #lesson: Lesson;
  readonly #regrader: Regrader;
  #step: Step;
  #failures = 0;
  /** Whether the tests of the step are running. */
  #underWay = false;
  #hintWanted = false;
  #types: TypeCheck | null = null;
  #done: (status: number) => void = () => {};
  /** Ends the count of silent seconds. */
  #heard: () => void = () => {};

  constructor(lesson: Lesson, step: Step) {
    this.#lesson = lesson;
    this.#step = step;
    this.#regrader = new Regrader(lesson, {
      onBroken: (problem) => {
        this.#heard();
        this.#underWay = false;
        say(`\n ${paint.red('✗')} ${problem}`);
        this.#menu();
      },
      onStart: (started) => {
        this.#heard();
        this.#failures = 0;
        void this.#types?.end();
        if (this.#underWay) say(paint.dim('   … stopped: the file has changed'));
        this.#underWay = true;
        say(`\n ${paint.bold(`${started.id}  ${started.title}`)}`);
      },
      onResult: (result) => this.#show(result),
      onVerdict: (graded, results) => this.#verdict(graded, results),
      onLesson: (report, lost) => {
        this.#heard();
        this.#showLost(lost.filter(({ step: of }) => of !== this.#step.id));
        say(` ${report.error === undefined ? pointsText(report) : report.error}`);
        this.#menu();
      },
    });
  }

  async run(): Promise<number> {
    const watcher = new Watcher(lessonDir(this.#lesson), this.#lesson.files, () => this.#grade());
    const keys = new Keys((name) => void this.#press(name));
    return ending(
      async () => {
        watcher.end();
        keys.end();
        this.#heard();
        await Promise.all([this.#regrader.end(), this.#types?.end()]);
      },
      async () => {
        this.#grade();
        return new Promise<number>((resolve) => {
          this.#done = resolve;
        });
      },
    );
  }

  #grade(): void {
    void this.#regrader.grade(this.#step).catch((error: Error) => say(`\n ${paint.red('✗')} ${error.message}`));
  }

  /** The first failure in full, each later one as one line. */
  #show(result: TestResult): void {
    if (result.status === 'passed') say(headline(result));
    else say(this.#failures++ === 0 ? `\n${failureText(result)}\n` : headline(result));
  }

  #verdict(step: Step, all: readonly TestResult[]): void {
    const results = all.filter((result) => result.step === step.id);
    const open = results.filter((test) => test.status !== 'passed' && isAsked(test));
    const needed = open.map(heldUpBy).find((other) => other !== undefined && other !== step.id);
    if (this.#failures > 1)
      say(
        paint.dim(
          `\n${paragraph(`Only the first failure is shown in full. For all: npm run lesson ${this.#lesson.id} test ${step.id}`, columns())}`,
        ),
      );
    const broken = all.find(
      (test) => test.step !== step.id && isAsked(test) && test.status !== 'passed' && test.status !== 'waiting',
    );
    if (broken !== undefined && open.some(({ status }) => status === 'waiting'))
      say(`\n Step ${step.id} needs ${broken.step}, which fails now:\n\n${failureText(broken)}\n`);
    else if (open.length === 0) say(`\n ${paint.green(`Step ${step.id} is complete.`)} n goes on to the next.`);
    else if (needed !== undefined && open.every((test) => [needed, step.id].includes(heldUpBy(test) ?? '')))
      say(
        `\n${paragraph(`Nothing more of step ${step.id} can be tested before ${needed} is written. n goes on to the next.`, columns(), 1)}`,
      );
    if (results.some(({ status }) => status === 'failed')) void this.#askCompiler();
    this.#underWay = false;
    if (this.#hintWanted) void this.#hint();
    say(paint.dim(beside(['grading the whole lesson …', ...this.#keys()], columns()).slice(2)));
    void counting(
      () =>
        new Promise<void>((resolve) => {
          this.#heard = resolve;
        }),
    );
  }

  /** The next save ends the type check, because its result would be out of date. */
  async #askCompiler(): Promise<void> {
    this.#types = new TypeCheck(this.#lesson);
    const errors = await this.#types.errors;
    if (errors.length === 0) return;
    say(faultText(errors));
    if (!this.#regrader.busy) this.#menu();
  }

  /** The tests that passed before the last change and now fail. */
  #showLost([first, ...others]: readonly TestResult[]): void {
    if (first === undefined) return;
    say(`\n ${paint.red('This passed before your last change:')}\n\n${failureText(first)}\n`);
    for (const other of others) say(headline(other));
  }

  #menu(): void {
    say(paint.dim(beside([`save to grade ${this.#step.id}`, ...this.#keys()], columns()).slice(2)));
  }

  #keys = (): string[] => (interactive() ? ['h hint', 'n next step', 'a again', 'q quit'] : []);

  async #press(key: string): Promise<void> {
    if (key === 'q' || key === 'ctrl-d') this.#done(EXIT.ok);
    else if (key === 'ctrl-c') this.#done(EXIT.interrupted);
    else if (key === 'a' || key === 'return') this.#grade();
    else if (key === 'n') this.#next();
    else if (key !== 'h') return;
    else if (!this.#underWay) await this.#hint();
    else if (!this.#hintWanted) {
      this.#hintWanted = true;
      say(paint.dim('   … the hint comes after these results'));
    }
  }

  /** Prints a hint; called after the results that it refers to. */
  async #hint(): Promise<void> {
    this.#hintWanted = false;
    await (await import('./hint.ts')).hint(this.#lesson, [this.#step.id]);
    if (!this.#regrader.busy) this.#menu();
  }

  /** Goes to the next incomplete step; the present one may stay incomplete. */
  #next(): void {
    const { steps } = readProgress();
    const { steps: all } = this.#lesson;
    const from = all.indexOf(this.#step) + 1;
    const next = [...all.slice(from), ...all.slice(0, from)].find(({ key }) => !isComplete(steps[key]));
    if (next === undefined) {
      say(`\n ${paint.green(`Lesson ${this.#lesson.id} is complete.`)}`);
      return;
    }
    if (next === this.#step) {
      say(`\n ${this.#step.id} is the only step that is not complete.`);
      return;
    }
    if (all.indexOf(next) < from) say(`\n Back to ${next.id}: it lacked points when the whole lesson was last graded.`);
    this.#step = next;
    this.#grade();
  }
}
