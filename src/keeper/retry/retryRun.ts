import { dirname } from 'node:path';
import { stateOf } from '../../run/selectors.ts';
import { readStart, removeStart } from '../../runs/queue/startFile.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { listRuns } from '../../runs/runs.ts';
import { errorMessage } from '../../words/errors.ts';
import { reviveKeeper } from '../reviveKeeper.ts';
import { startRun } from '../startRun.ts';
import { crashOf, type KnownEnd } from './crash.ts';
import { type GoingOn, readTraining, startOf } from './goOn.ts';
import { isRequeueable, requeue } from './requeue.ts';
import { retryStep, type RetryEffect, type RetryEvent, type RetryState } from './retryStep.ts';

/**
 * Decides whether a training that has ended is started again, and makes the run that takes its place, which starts
 * after a pause. `note` is told what becomes of it, for the record. Of two keepers one after the other only one makes
 * that run: it names the run in whose place it is. Never throws.
 */
export async function retryRun(record: RunRecord, program: string, note: (retry: Decision) => void): Promise<void> {
  try {
    if (record.requeues === 'due' && wasStopped(record)) await putBack(record, note);
    else note((await earlier(record, program)) ?? (await decide(record, program)));
  } catch (error) {
    note({ run: null, why: errorMessage(error) });
  } finally {
    removeStart(dirname(record.log));
  }
}

function wasStopped({ signals = [] }: RunRecord): boolean {
  return signals.length > 0;
}

type Decision = NonNullable<RunRecord['retry']>;

/**
 * Puts the job of Slurm back in its queue, whose next start goes on from the last save. Noted before, since that ends
 * this process too: no later keeper may do it again.
 */
async function putBack(record: RunRecord, note: (retry: Decision) => void): Promise<void> {
  const { goesOn } = await readTraining(record);
  const going = goesOn();
  const job = record.job?.id ?? '';
  if (!going.can) {
    note({ run: null, why: going.why });
  } else if (!(await isRequeueable(job))) {
    note({ run: null, why: `job ${job} of Slurm may not be put back in the queue (sbatch --requeue)` });
  } else {
    note({ run: null, why: `job ${job} of Slurm goes back in the queue, and then goes on ${going.how}` });
    const refused = await requeue(job);
    if (refused !== null) note({ run: null, why: `Slurm did not put job ${job} back in the queue: ${refused}` });
  }
}

/** An earlier keeper was killed before it had written down what it made, and perhaps before that had a keeper. */
async function earlier({ id }: RunRecord, program: string): Promise<Decision | null> {
  const made = listRuns().runs.find(({ retryOf }) => retryOf?.run === id);
  if (made === undefined) return null;
  await reviveKeeper(made, program);
  return { run: made.id, why: made.retryOf!.why };
}

async function decide(record: RunRecord, program: string): Promise<Decision> {
  if (!record.retries) return { run: null, why: 'its time was not over' };
  const { run, goesOn } = await readTraining(record);
  const { code = null, signal = null } = record.exit ?? {};
  const end: KnownEnd = {
    code,
    signal,
    wasStopped: wasStopped(record),
    state: stateOf(run),
    faults: run.faults.map(({ text }) => text),
    lastWords: run.lastWords,
  };
  let going: GoingOn | null = null;
  const perform = async (effect: Exclude<RetryEffect, { type: 'record' }>): Promise<RetryEvent> => {
    try {
      if (effect.type === 'make') return { type: 'made', run: await makeRun(record, going, effect, program) };
      going = goesOn();
      return going.can ? { type: 'planned', how: going.how } : { type: 'refused', why: going.why };
    } catch (error) {
      return { type: 'refused', why: errorMessage(error) };
    }
  };

  let state: RetryState = { stage: 'ended', attempt: record.attempt ?? 1, crash: null, ...record.retries };
  let event: RetryEvent = { type: 'ended', crash: crashOf(end) };
  for (;;) {
    const result = retryStep(state, event);
    ({ state } = result);
    const [effect] = result.effects;
    if (effect === undefined) throw new Error('It is not known whether it is to start again.');
    if (effect.type === 'record') return { run: effect.run, why: effect.why };
    event = await perform(effect);
  }
}

async function makeRun(
  record: RunRecord,
  going: GoingOn | null,
  { attempt, pause, needsRoom, why, how }: Extract<RetryEffect, { type: 'make' }>,
  program: string,
): Promise<string> {
  const start = readStart(dirname(record.log));
  const plan = going?.can === true ? going.plan : null;
  const { group = null, keep = null, tags = [], note = null, notices, advice, retries } = record;
  const made = await startRun({
    ...startOf(record, plan),
    name: record.name,
    description: { group, tags, note },
    keep,
    stdin: start.stdin,
    environment: start.environment,
    ...(advice === undefined ? {} : { advice }),
    ...(notices === undefined ? {} : { notices }),
    trainer: record.trainer ?? null,
    plan: start.plan,
    retries: retries ?? null,
    retryOf: { run: record.id, why, how },
    attempt,
    requeues: (record.requeues ?? null) !== null,
    starts: { pause, needsRoom },
    keeperProgram: program,
  });
  return made.id;
}
