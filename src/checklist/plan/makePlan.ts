import { dataOf, networkOf } from '../checkTraining.ts';
import type { DarknetNetwork } from '../model/readNetwork.ts';
import type { DataSet } from '../sources/dataSet.ts';
import { openDataSet } from '../sources/openDataSet.ts';
import { type CommandFacts, readCommand } from '../../trainers/formats/readCommand.ts';
import { historySpeed } from './historySpeed.ts';
import { type PlanFacts, type PlannedSpeed, planTraining, type TrainingPlan } from './planTraining.ts';

/** What is planned. */
export interface PlanSubject {
  /** The data set; null to take it from the command, or from the working directory. */
  readonly data: string | null;
  readonly model: string | null;
  readonly command: readonly string[] | null;
  readonly cwd: string;
}

export interface PlanOptions extends PlanSubject {
  /** Training images per second; `auto` for that of earlier runs, null for the same where one is known. */
  readonly speed: number | 'auto' | null;
  readonly gpus: number;
  /** Price of a GPU hour; null for none. */
  readonly gpuPrice: number | null;
  /** Epoch seconds. */
  readonly now: number;
}

/** Plans a training by the files that it reads. Opens no image. Throws a sentence when it cannot be planned. */
export async function makePlan({ speed, gpus, gpuPrice, now, ...subject }: PlanOptions): Promise<TrainingPlan> {
  const facts = readFacts(subject);
  return planTraining({ ...facts, speed: await speedOf(speed, facts.trainer, now), gpus, gpuPrice, now });
}

/** Returns the planned length of a command as a budget: what `plateau run --plan` sets. Throws as `makePlan`. */
export function budgetFor(
  command: readonly string[],
  cwd: string,
): { readonly maxIterations: number | null; readonly maxEpochs: number | null } {
  const facts = readFacts({ data: null, model: null, command, cwd });
  const { unit, length } = planTraining({ ...facts, speed: null, gpus: 1, gpuPrice: null, now: 0 });
  return { maxIterations: unit === 'iteration' ? length : null, maxEpochs: unit === 'epoch' ? length : null };
}

async function speedOf(
  speed: PlanOptions['speed'],
  trainer: PlanFacts['trainer'],
  now: number,
): Promise<PlannedSpeed | null> {
  if (typeof speed === 'number') return { imagesPerSecond: speed, source: 'as given' };
  const measured = await historySpeed(trainer, now);
  if (measured === null && speed === 'auto') {
    throw new Error('The speed of no earlier run is known: give it with --speed, in images per second.');
  }
  return measured;
}

function readFacts(subject: PlanSubject): Omit<PlanFacts, 'speed' | 'gpus' | 'gpuPrice' | 'now'> {
  const facts = subject.command === null ? null : readCommand(subject.command);
  const network = networkOf(subject, facts);
  // The size of the input matters to checks only.
  const dataSet = openDataSet(dataOf(subject, facts), { cwd: subject.cwd, network: { width: 640, height: 640 } });
  const trainer = trainerOf(dataSet, network);
  return {
    dataSet: { form: dataSet.form, path: dataSet.path },
    trainer,
    classes: dataSet.categories,
    images: new Set(dataSet.train.images.map(({ path }) => path)).size,
    batch: batchOf(network, facts),
    burnIn: network === null ? null : network.net.number('burn_in', 0),
    configured: trainer === 'darknet' ? (network?.maxBatches ?? null) : (facts?.epochs ?? null),
  };
}

function trainerOf(dataSet: DataSet, network: DarknetNetwork | null): PlanFacts['trainer'] {
  if (network !== null || dataSet.form === 'darknet') return 'darknet';
  return dataSet.form === 'yolo' ? 'yolo' : 'detector';
}

/** A .cfg with batch=1 is set for testing. */
function batchOf(network: DarknetNetwork | null, facts: CommandFacts | null): number | null {
  if (network !== null) return network.batch > 1 ? network.batch : null;
  return facts?.batch ?? null;
}
