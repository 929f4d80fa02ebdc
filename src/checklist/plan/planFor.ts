import { dataOf, networkOf } from '../checkTraining.ts';
import type { DarknetNetwork } from '../model/readNetwork.ts';
import type { DataSet } from '../sources/dataSet.ts';
import { openDataSet } from '../sources/openDataSet.ts';
import { type CommandFacts, readCommand } from '../sources/readCommand.ts';
import { type PlanFacts, planTraining } from './planTraining.ts';

/** What a plan is asked for. */
export interface PlanSubject {
  /** The data set; null to take it from the command, or from this folder. */
  readonly data: string | null;
  readonly model: string | null;
  readonly command: readonly string[] | null;
  readonly cwd: string;
}

/** What the files that a training reads say of its plan. Opens no image. Throws a sentence when they cannot be read. */
export function planFactsOf(subject: PlanSubject): Omit<PlanFacts, 'speed' | 'gpus' | 'gpuPrice' | 'now'> {
  const facts = subject.command === null ? null : readCommand(subject.command);
  const network = networkOf(subject, facts);
  // The size of the input matters to checks only.
  const dataSet = openDataSet(dataOf(subject, facts), { cwd: subject.cwd, network: { width: 640, height: 640 } });
  const trainer = trainerOf(dataSet, network);
  return {
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

/**
 * The planned length of a training by its command, as the budget of the advisor: what `plateau run --plan` sets. Throws a sentence when it cannot be planned.
 */
export function budgetFor(
  command: readonly string[],
  cwd: string,
): { readonly maxIterations: number | null; readonly maxEpochs: number | null } {
  const facts = planFactsOf({ data: null, model: null, command, cwd });
  const { unit, length } = planTraining({ ...facts, speed: null, gpus: 1, gpuPrice: null, now: 0 });
  return { maxIterations: unit === 'iteration' ? length : null, maxEpochs: unit === 'epoch' ? length : null };
}
