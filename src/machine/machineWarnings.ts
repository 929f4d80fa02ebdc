import { bytes } from '../words/bytes.ts';
import type { Gpu, MachineSample } from './machineSample.ts';

/** Something about the machine that a person should look at. */
export interface MachineWarning {
  readonly kind: 'gpu-idle' | 'waits-for-data' | 'slower' | 'disk-nearly-full';
  /** `act`: the training suffers or will fail soon; `look`: it may be intended. */
  readonly urgency: 'look' | 'act';
  /** A sentence. */
  readonly text: string;
}

/**
 * Returns what the newest samples, oldest first, show of the machine. `isTraining`: the training runs, is not paused
 * and has begun its steps. Pure.
 */
export function machineWarnings(samples: readonly MachineSample[], isTraining: boolean): readonly MachineWarning[] {
  const last = samples.at(-1);
  const warnings = [
    isTraining ? (gpuIdle(samples) ?? waitsForData(samples)) : null,
    last === undefined ? null : diskNearlyFull(last),
  ];
  return warnings.filter((warning) => warning !== null);
}

/** An evaluation or a slow disk leaves a GPU idle for seconds: only a minute, seen often enough, counts. */
const idleSeconds = 60;
const idleSamples = 6;
const idleUtilisation = 0.05;

function gpuIdle(samples: readonly MachineSample[]): MachineWarning | null {
  const end = samples.at(-1)?.time ?? 0;
  const recent = samples.filter(({ time, gpus }) => time >= end - idleSeconds * 1.5 && gpus.length > 0);
  const length = end - (recent[0]?.time ?? end);
  if (recent.length < idleSamples || length < idleSeconds) return null;
  const idle = recent.every(({ gpus }) => watched(gpus).every(isIdle));
  if (!idle) return null;
  const last = recent.at(-1)!.gpus;
  const known = last.some(({ processes }) => processes.length > 0);
  const ours = last.some(({ processes }) => processes.some((process) => process.ours));
  const why =
    known && !ours
      ? 'no process of this training uses a GPU, so it may train on the CPU'
      : 'it may wait for its data (more loader workers, a faster disk, a smaller image size) or not train on the GPU at all';
  const names = watched(last).map(({ index }) => index);
  return {
    kind: 'gpu-idle',
    urgency: 'look',
    text: `GPU ${names.join(', ')} idle for ${Math.round(length)} s while training: ${why}.`,
  };
}

/** An evaluation is a single fall: this many falls and rises are a habit. */
const minTurns = 4;
const lowUtilisation = 0.3;
const highUtilisation = 0.7;

/**
 * A GPU that goes to and fro between nearly nothing and nearly all it can has to wait between batches. The samples are
 * short, so the share of the low ones is about the share of the time.
 */
function waitsForData(samples: readonly MachineSample[]): MachineWarning | null {
  const end = samples.at(-1)?.time ?? 0;
  const recent = samples.filter(({ time, gpus }) => time >= end - idleSeconds * 2 && gpus.length > 0);
  const used = recent.flatMap(({ gpus }) => {
    const known = watched(gpus).flatMap(({ utilisation }) => (utilisation === null ? [] : [utilisation]));
    return known.length === 0 ? [] : [known.reduce((sum, share) => sum + share, 0) / known.length];
  });
  const extremes = used.filter((share) => share <= lowUtilisation || share >= highUtilisation);
  const turns = extremes.filter((share, index) => index > 0 && share < 0.5 !== extremes[index - 1]! < 0.5).length;
  if (turns < minTurns || extremes.length < used.length / 2) return null;
  const low = used.filter((share) => share <= lowUtilisation).length / used.length;
  const percent = (share: number) => Math.round(share * 100);
  return {
    kind: 'waits-for-data',
    urgency: 'look',
    text: `GPU use goes to and fro between ${percent(Math.min(...used))} and ${percent(Math.max(...used))} %: it waits for data about ${percent(low)} % of the time. Try more loader workers, images cached in memory, a faster disk, or a larger batch.`,
  };
}

/** The GPUs on which the training has processes; all of them where that is unknown, as in a container. */
function watched(gpus: readonly Gpu[]): readonly Gpu[] {
  const ours = gpus.filter(({ processes }) => processes.some((process) => process.ours));
  return ours.length > 0 ? ours : gpus;
}

function isIdle({ utilisation }: Gpu): boolean {
  return utilisation !== null && utilisation <= idleUtilisation;
}

/** A trainer writes a new checkpoint before it removes the old one, and often a best one too. */
const checkpointsToFit = 3;
/** Stands for an unknown checkpoint: the weights of a large detector with its optimiser's state. */
const largeCheckpoint = 2 ** 30;

function diskNearlyFull({ disk, checkpointBytes }: MachineSample): MachineWarning | null {
  if (disk === null) return null;
  const { path, free } = disk;
  const size = checkpointBytes ?? largeCheckpoint;
  if (free >= size * (checkpointBytes === null ? 1 : checkpointsToFit)) return null;
  const left = `${bytes(free)} are free where checkpoints are saved (${path})`;
  if (checkpointBytes === null) return { kind: 'disk-nearly-full', urgency: 'look', text: `Only ${left}.` };
  return free < size
    ? {
        kind: 'disk-nearly-full',
        urgency: 'act',
        text: `Only ${left}, and a checkpoint takes ${bytes(size)}: the next save will fail.`,
      }
    : {
        kind: 'disk-nearly-full',
        urgency: 'look',
        text: `Only ${left}, room for ${Math.floor(free / size)} more of ${bytes(size)}.`,
      };
}
