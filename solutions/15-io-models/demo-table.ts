/** The five models on the same task, in one table. */
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { cpuTime, isZombie, threadsOf } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { inFolder } from '../../src/stage/train-files.ts';
import { table } from '../../src/text/table.ts';
import { readTrace } from '../../src/trace/read.ts';
import { ended, gathered, MODELS, type Model, roundTrip, type Senders } from './demo-models.ts';

const MESSAGES = 1000;
/** Messages in the run that is recorded. */
const RECORDED = 100;

interface Cost {
  readonly name: string;
  readonly calls: number;
  readonly sleeps: number;
  readonly preempted: number;
  readonly cpuUs: number;
}

export async function costTable(stage: Stage): Promise<void> {
  stage.say(
    'Three senders in turn, one line at a time, each after the acknowledgment of the one before. Sleeps and other context switches come from /proc, system calls from a recording of a second, shorter run.',
  );
  const costs: Cost[] = [];
  for (const model of MODELS) costs.push(await costOf(stage, model));
  const rows = costs.map(({ name, calls, sleeps, preempted, cpuUs }) => [
    name,
    ...[calls, sleeps, preempted, cpuUs / 1000].map((value) => Math.round(value).toLocaleString('en-US')),
  ]);
  stage.show(
    'for 1,000 messages',
    table([['model', 'calls', 'sleeps', 'switches', 'CPU ms'], ...rows], 66, { numbers: true, between: '  ' }),
  );
  const of = (name: string): Cost => costs.find((cost) => cost.name === name) as Cost;
  const polling = of('2 polling');
  stage.claim(polling.calls > of('3 multiplexed').calls, 'the polling model makes the most system calls');
  stage.claim(polling.sleeps < MESSAGES / 20, 'and hardly ever sleeps');
  for (const name of ['1 blocking', '3 multiplexed', '4 SIGIO', '5 io_uring'])
    stage.claim(of(name).sleeps > MESSAGES / 20, `${name}: it sleeps between the messages`);
  stage.claim(of('5 io_uring').calls < of('3 multiplexed').calls, 'io_uring: fewer calls than the multiplexed model');
}

async function costOf(stage: Stage, model: Model): Promise<Cost> {
  const { program, senders } = await gathered(stage, model);
  await talk(senders, 100);
  const before = spent(program);
  await talk(senders, MESSAGES);
  const after = spent(program);
  await ended(program, senders);
  return {
    name: model.name,
    calls: await callsOf(stage, model),
    sleeps: after.sleeps - before.sleeps,
    preempted: after.preempted - before.preempted,
    cpuUs: after.cpuUs - before.cpuUs,
  };
}

/** The program's output is read in between: full pipes would stop it. */
async function talk(senders: Senders, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    roundTrip(senders[i % 3] as Senders[0], i);
    if (i % 50 === 0) await setImmediate();
  }
}

/** The system calls for 1,000 messages, by a recording of a part of them. */
const callsOf = (stage: Stage, model: Model): Promise<number> =>
  inFolder(async (folder) => {
    const { program, senders } = await gathered(stage, model, { env: { LAB_TRACE: folder } });
    const count = (): number => {
      const { lanes, dropped } = readTrace(folder);
      return dropped + lanes.reduce((sum, { events }) => sum + events.filter(({ kind }) => kind === 'call').length, 0);
    };
    roundTrip(senders[0], 0);
    const before = count();
    await talk(senders, RECORDED);
    const after = count();
    await ended(program, senders);
    return ((after - before) * MESSAGES) / RECORDED;
  });

interface Spent {
  readonly sleeps: number;
  readonly preempted: number;
  readonly cpuUs: number;
}

/** The sum over all threads of all its processes. */
function spent(program: ObservedProgram): Spent {
  const pids = program
    .processes()
    .filter((process) => !isZombie(process))
    .map(({ pid }) => pid);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const switches = (kind: string): number =>
    sum(pids.flatMap((pid) => threadsOf(pid).map(({ pid: tid }) => counted(pid, tid, kind))));
  return {
    sleeps: switches('voluntary_ctxt_switches'),
    preempted: switches('nonvoluntary_ctxt_switches'),
    cpuUs: sum(pids.map(cpuTime)) / 1000,
  };
}

function counted(pid: number, tid: number, kind: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/task/${tid}/status`, 'utf8');
    return Number(new RegExp(`^${kind}:\\s*(\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  } catch {
    return 0; // it has ended
  }
}
