import type { ClassResult, RunEvent } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';

/** What a reader of one Darknet log remembers between lines. */
export interface Memory {
  /** The family, as known so far: a log that looked like pjreddie's may turn out to be an early AlexeyAB one. */
  name: string;
  version: string | null;
  /** The last iteration line. */
  iteration: number | null;
  rate: number | null;
  imagesPerIteration: number | null;
  /** Waiting for images since the last iteration line, in seconds: Darknet leaves it out of the step's own time. */
  loading: number;
  /** `max_batches`, once known. */
  planned: number | null;
  announced: number | null;
  /** No iteration has been read since the program began. */
  starting: boolean;
  weightsLoaded: boolean;
  networkNamed: boolean;
  /** The final weights were saved: iteration lines that still come were only late. */
  finished: boolean;
  /** Whether each iteration line reaches the log before what is printed on stderr after it. */
  inOrder: boolean;
  /** Where in the last region line the number of its layer began. */
  regionAt: number;
  evaluation: EvaluationBlock;
  table: ClassTable | null;
  /** An event whose line ends in a number: sure only when the next line shows that the number was whole. */
  unsure: RunEvent | null;
  /** The first part of a line that another stream's text broke off. */
  truncated: string | null;
  /** The last line was truncated or unknown, so the next one may be the rest of another. */
  doubtful: boolean;
  /** The next line says why the program stops. */
  faultFollows: boolean;
  /** Lines seen lately that say nothing of the training's course. */
  readonly chatter: Set<string>;
  /** Said once: a figure at another IoU threshold than 0.5. */
  thresholdReported: boolean;
}

/** An evaluation as far as it has been printed. */
export interface EvaluationBlock {
  readonly classes: Map<number, ClassResult>;
  precision: number | null;
  recall: number | null;
  f1: number | null;
  iou: number | null;
  truePositives: number | null;
  falsePositives: number | null;
  falseNegatives: number | null;
  emitted: boolean;
}

/** hank-ai's table of classes: where its columns are. */
export interface ClassTable {
  readonly columns: readonly string[];
  /** Bytes that a name is padded to. */
  nameWidth: number | null;
}

export function createMemory(name: string): Memory {
  return {
    name,
    version: null,
    iteration: null,
    rate: null,
    imagesPerIteration: null,
    loading: 0,
    planned: null,
    announced: null,
    starting: true,
    weightsLoaded: false,
    networkNamed: false,
    finished: false,
    inOrder: name !== 'darknet-pjreddie',
    regionAt: 0,
    evaluation: createEvaluationBlock(),
    table: null,
    unsure: null,
    truncated: null,
    doubtful: false,
    faultFollows: false,
    chatter: new Set(),
    thresholdReported: false,
  };
}

export function createEvaluationBlock(): EvaluationBlock {
  return {
    classes: new Map(),
    precision: null,
    recall: null,
    f1: null,
    iou: null,
    truePositives: null,
    falsePositives: null,
    falseNegatives: null,
    emitted: false,
  };
}

/** The program begins (again): what is known of the iterations before stays, what belongs to the old process goes. */
export function beginProcess(memory: Memory): void {
  if (memory.starting) return;
  memory.starting = true;
  memory.weightsLoaded = false;
  memory.networkNamed = false;
  memory.finished = false;
  memory.rate = null;
  memory.imagesPerIteration = null;
  memory.loading = 0;
  memory.evaluation = createEvaluationBlock();
}

/**
 * A log that began like pjreddie's shows that it is AlexeyAB's; hank-ai's, which once printed the same lines, stays
 * what it is.
 */
export function refineToAlexeyab(memory: Memory, emit: Emit): void {
  if (memory.name === 'darknet-pjreddie') refineName(memory, 'darknet-alexeyab', emit);
}

/** Says which family it is, when that is news. */
export function refineName(memory: Memory, name: string, emit: Emit, version: string | null = memory.version): void {
  if (memory.name === name && memory.version === version) return;
  memory.name = name;
  memory.version = version;
  emit({ type: 'trainer', name, version });
}

export function plan(memory: Memory, iterations: number, emit: Emit): void {
  if (memory.planned === iterations) return;
  memory.planned = iterations;
  emit({ type: 'plan', plan: { iterations } });
}

/** The last iteration is evaluated too, although the trainer announces one beyond it (detector.c). */
export function announce(memory: Memory, iteration: number, emit: Emit): void {
  const next = memory.planned === null ? iteration : Math.min(iteration, memory.planned);
  if (memory.announced === next) return;
  memory.announced = next;
  emit({ type: 'nextEvaluation', iteration: next });
}
