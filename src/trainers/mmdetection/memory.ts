import type { ClassResult, Plan } from '../../run/events.ts';
import { createRestarts, type Restarts } from '../kit/restarts.ts';
import type { Emit } from '../trainer.ts';

/** What has to be remembered between the lines. */
export interface Memory {
  readonly name: string;
  /** The text of the configuration while it is being dumped. */
  configuration: string | null;
  /** What follows belongs to a record of many lines: the environment, the hooks. */
  dump: boolean;
  /** What the configuration says, with epochs where it says epochs. */
  configured: Configured;
  /** Iterations in an epoch; null until a training line shows it, and for trainings that count only iterations. */
  epochLength: number | null;
  /** The last training line. */
  iteration: number | null;
  epoch: number | null;
  readonly restarts: Restarts;
  /** The table of classes that is being printed. */
  table: ClassTable | null;
}

/** A plan whose lengths are epochs unless `byIteration`. */
export interface Configured {
  readonly length: number | null;
  readonly byIteration: boolean;
  readonly checkpointEvery: number | null;
  readonly warmUp: { readonly length: number; readonly byEpoch: boolean } | null;
  readonly steps: { readonly at: readonly number[]; readonly byEpoch: boolean; readonly scale: number } | null;
  readonly plan: Partial<Plan>;
}

export interface ClassTable {
  /** The last line of it: a log may hold every line twice. */
  line: string;
  readonly columns: readonly string[];
  readonly classes: ClassResult[];
  /** Rulers seen: the third ends the table. */
  rulers: number;
}

export function createMemory(name: string): Memory {
  return {
    name,
    configuration: null,
    dump: false,
    configured: { length: null, byIteration: false, checkpointEvery: null, warmUp: null, steps: null, plan: {} },
    epochLength: null,
    iteration: null,
    epoch: null,
    restarts: createRestarts(),
    table: null,
  };
}

/** Takes what was configured, and emits as much of it as can be given in iterations by now. */
export function plan(memory: Memory, configured: Partial<Configured>, emit: Emit): void {
  memory.configured = {
    ...memory.configured,
    ...configured,
    plan: { ...memory.configured.plan, ...configured.plan },
  };
  emitPlan(memory, emit);
}

/**
 * The run counts iterations, so everything the configuration has in epochs is emitted when the first training line
 * shows how long one is.
 */
export function emitPlan(memory: Memory, emit: Emit): void {
  const { configured, epochLength } = memory;
  const { length, byIteration, checkpointEvery, warmUp, steps } = configured;
  const unit = byIteration ? 1 : epochLength;
  const known: Partial<Plan> = { ...configured.plan };
  const put = <Key extends keyof Plan>(key: Key, value: Plan[Key] | null): void => {
    if (value !== null) known[key] = value;
  };
  if (!byIteration) put('epochs', length);
  if (unit !== null) {
    put('iterations', length === null ? null : length * unit);
    put('checkpointEvery', checkpointEvery === null ? null : checkpointEvery * unit);
  }
  const scale = (byEpoch: boolean): number | null => (byEpoch ? epochLength : 1);
  if (warmUp !== null) {
    const factor = scale(warmUp.byEpoch);
    put('warmUp', factor === null ? null : warmUp.length * factor);
  }
  if (steps !== null) {
    const factor = scale(steps.byEpoch);
    if (factor !== null) {
      put(
        'steps',
        steps.at.map((step) => step * factor),
      );
      put(
        'scales',
        steps.at.map(() => steps.scale),
      );
      put('schedule', 'steps');
    }
  }
  if (Object.keys(known).length > 0) emit({ type: 'plan', plan: known });
}

/** Iterations at the end of an epoch; null when it is not known how long one is. */
export function endOfEpoch(memory: Memory, epoch: number): number | null {
  return memory.epochLength === null ? null : epoch * memory.epochLength;
}

/**
 * Whether a save or an evaluation at this epoch (iteration, when the plan counts those) is the last one of the plan.
 */
export function isPlanned(memory: Memory, at: number, byIteration: boolean): boolean {
  const { length } = memory.configured;
  return length !== null && byIteration === memory.configured.byIteration && at >= length;
}
