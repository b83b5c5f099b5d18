import cliProgress from 'cli-progress';
import { findLesson } from '../../course/registry.ts';
import { GradingWorker } from '../../grading/grading-worker.ts';
import { inParallel } from '../../host/in-parallel.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { judgeMutant } from '../../mutants/judge.ts';
import { mutantsOf } from '../../mutants/make.ts';
import { isSame, type Mutant, type SameProgram } from '../../mutants/mutant.ts';
import { samePrograms } from '../../mutants/same.ts';
import { type Verdict, Verdicts } from '../../mutants/verdicts.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';

/** Gradings at a time: a grading spends half of its time waiting. */
const WIDTH = 3;

/**
 * `npm run mutants NN [step] [again]`: small changes of the reference, each of which the graded tests of its step or of a later
 * one must see. Lists those that no test sees. Verdicts are kept: a run that was interrupted goes on where it was; `again` tries
 * the survivors of earlier runs once more.
 */
export async function mutants(words: readonly string[]): Promise<number> {
  const args = words.map((word) => word.replace(/^--/, '')).filter((word) => word !== '');
  const again = args.includes('again');
  const [name = '', step] = args.filter((word) => word !== 'again');
  const lesson = findLesson(name);
  if (lesson === null) throw new Stop(`npm run mutants NN [step] [again]: there is no lesson "${name}".`, EXIT.usage);
  if (step !== undefined && !lesson.steps.some(({ id }) => id === step))
    throw new Stop(`There is no step "${step}" in lesson ${lesson.id}.`, EXIT.usage);
  const made = mutantsOf(lesson, step);
  const same = await samePrograms(lesson);
  const judged = made.filter((mutant) => !same.some((one) => isSame(mutant, one)));
  const verdicts = new Verdicts(lesson.id);
  const open = (verdict: Verdict | undefined): boolean =>
    verdict === undefined || verdict.kind === 'error' || (again && verdict.kind === 'survived');
  const waiting = judged.filter((mutant) => open(verdicts.get(mutant)));
  const bar = new cliProgress.SingleBar({ format: ' {bar} {value} of {total} mutants, {eta_formatted} left' });
  bar.start(waiting.length, 0);
  const workers = Array.from({ length: WIDTH }, () => new GradingWorker());
  const idle = [...workers];
  await inParallel(waiting, WIDTH, async (mutant) => {
    const worker = idle.pop() as GradingWorker;
    verdicts.set(mutant, await judgeMutant(worker, lesson, mutant));
    idle.push(worker);
    bar.increment();
  });
  for (const worker of workers) worker.end();
  bar.stop();
  return summary(judged, made.length - judged.length, verdicts, step === undefined ? stale(made, same) : []);
}

const stale = (made: readonly Mutant[], same: readonly SameProgram[]): readonly SameProgram[] =>
  same.filter((one) => !made.some((mutant) => isSame(mutant, one)));

function summary(judged: readonly Mutant[], same: number, verdicts: Verdicts, gone: readonly SameProgram[]): number {
  let killed = 0;
  const left: Mutant[] = [];
  for (const mutant of judged) {
    const verdict = verdicts.get(mutant);
    if (verdict?.kind === 'killed') killed++;
    else left.push(mutant);
  }
  for (const mutant of left) {
    const verdict = verdicts.get(mutant);
    say(
      ` ${paint.red(verdict?.kind === 'error' ? '!' : '✗')} ${mutant.step}  ${mutant.file}:${mutant.at}  ${mutant.change}`,
    );
    say(paint.dim(`     ${verdict?.kind === 'error' ? verdict.why : mutant.line}`));
  }
  for (const { file, change } of gone) say(` ${paint.yellow('?')} no mutant of ${file} is "${change}" any more`);
  const percent = judged.length === 0 ? 100 : Math.floor((100 * killed) / judged.length);
  say(
    `${judged.length + same} mutants: ${killed} killed, ${same} the same program, ${left.length} left (${percent} % killed)`,
  );
  return left.length === 0 && gone.length === 0 ? EXIT.ok : EXIT.failed;
}
