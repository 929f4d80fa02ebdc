import type { DiskSpace, Gpu, MachineSample } from './machineSample.ts';

/** Something about the machine that a person should look at. */
export interface MachineWarning {
  readonly kind: 'gpu-idle' | 'disk-nearly-full';
  /** `act`: the training suffers or will fail soon; `look`: it may be meant so. */
  readonly urgency: 'look' | 'act';
  /** A sentence. */
  readonly text: string;
}

/** What is known of the training. */
export interface TrainingFacts {
  /** It runs: neither paused, nor over, nor still preparing its data. */
  readonly training: boolean;
  /** Size of the last checkpoint in bytes; null when none is known. */
  readonly checkpointBytes: number | null;
}

/** What the newest samples (oldest first) say of the machine, for this training. Pure. */
export function machineWarnings(samples: readonly MachineSample[], facts: TrainingFacts): readonly MachineWarning[] {
  const disk = samples.at(-1)?.disk ?? null;
  return [facts.training ? gpuIdle(samples) : null, disk === null ? null : diskNearlyFull(disk, facts)].filter(
    (warning) => warning !== null,
  );
}

/** An evaluation or a slow disk leaves a GPU idle for seconds: only a minute of it, seen often enough, means something. */
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
      ? 'no process of this training is on a GPU, so that it may train on the CPU'
      : 'it may wait for its data (more loader workers, a faster disk, a smaller image size) or not train on the GPU at all';
  const names = watched(last).map(({ index }) => index);
  return {
    kind: 'gpu-idle',
    urgency: 'look',
    text: `GPU ${names.join(', ')} idle for ${Math.round(length)} s while training: ${why}.`,
  };
}

/** The GPUs on which the training has processes; all of them where that is not told, as in a container. */
function watched(gpus: readonly Gpu[]): readonly Gpu[] {
  const ours = gpus.filter(({ processes }) => processes.some((process) => process.ours));
  return ours.length > 0 ? ours : gpus;
}

function isIdle({ utilisation }: Gpu): boolean {
  return utilisation !== null && utilisation <= idleUtilisation;
}

/** A trainer writes a new checkpoint before it removes the old one, and often a best one beside it. */
const checkpointsToFit = 3;
/** Where no checkpoint is known yet: the weights of a large detector with its optimiser's state. */
const largeCheckpoint = 2 ** 30;

function diskNearlyFull({ path, free }: DiskSpace, { checkpointBytes }: TrainingFacts): MachineWarning | null {
  const size = checkpointBytes ?? largeCheckpoint;
  if (free >= size * (checkpointBytes === null ? 1 : checkpointsToFit)) return null;
  const left = `${inUnits(free)} are free where checkpoints go (${path})`;
  if (checkpointBytes === null) return { kind: 'disk-nearly-full', urgency: 'look', text: `Only ${left}.` };
  return free < size
    ? {
        kind: 'disk-nearly-full',
        urgency: 'act',
        text: `Only ${left}, and a checkpoint takes ${inUnits(size)}: the next save will fail.`,
      }
    : {
        kind: 'disk-nearly-full',
        urgency: 'look',
        text: `Only ${left}, room for ${Math.floor(free / size)} more of ${inUnits(size)}.`,
      };
}

function inUnits(bytes: number): string {
  const [unit, size]: readonly [string, number] = bytes >= 1e9 ? ['GB', 1e9] : bytes >= 1e6 ? ['MB', 1e6] : ['kB', 1e3];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
