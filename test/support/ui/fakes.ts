import { defaultSettings, type Verdict } from '../../../src/advisor/verdict.ts';
import { propertiesOf } from '../../../src/advisor/verdictTable.ts';
import type {
  ArmedStop,
  LadderState,
  StopSignal,
  StopTarget,
  TrainingControl,
  TrainingExit,
} from '../../../src/stopping/control.ts';
import type { Gpu, MachineSample } from '../../../src/machine/machineSample.ts';
import type { RunEvent } from '../../../src/run/events.ts';
import { countLine, reduce } from '../../../src/run/reduce.ts';
import { createRun } from '../../../src/run/run.ts';
import { pointBuckets } from '../../../src/charts/columns.ts';
import type { Checklist } from '../../../src/ui/state/facts/checklist.ts';
import type { OtherRun } from '../../../src/ui/state/facts/others.ts';
import type { Monitor } from '../../../src/monitor/monitor.ts';
import type { Trainer } from '../../../src/trainers/trainer.ts';
import { alexeyabDarknet } from '../../../src/trainers/darknet/index.ts';

/** A monitor whose lines and events the test feeds. The verdict is the test's; everything else is the real thing. */
export interface FedMonitor extends Monitor {
  readonly feed: (events: readonly RunEvent[], lines?: readonly string[], time?: number | null) => void;
}

export function fedMonitor(
  trainer: Trainer | null = alexeyabDarknet,
  verdict: Verdict = someVerdict({ name: 'improving', action: 'continue' }),
): FedMonitor {
  const run = createRun();
  const tail: string[] = [];
  const listeners = new Set<() => void>();
  let version = 0;
  return {
    run,
    version: () => version,
    now: () => Date.now() / 1000,
    trainer: () => trainer,
    groupPoints: () => [],
    verdict: () => verdict,
    settings: defaultSettings,
    tellLength(length) {
      reduce(run, { type: 'plan', plan: { iterations: length, epochs: length } }, null);
      version++;
    },
    isLengthTold: () => false,
    tail: () => tail,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    caughtUp: () => true,
    readShare: () => null,
    readToEnd: async () => undefined,
    isOver: () => run.ended !== null,
    problem: () => null,
    close() {},
    feed(events, lines = [], time = null) {
      for (const event of events) reduce(run, event, time);
      for (const line of lines) {
        tail.push(line);
        countLine(run, true, time);
      }
      version++;
      for (const listener of listeners) listener();
    },
  };
}

/**
 * Writes down what it is asked for, with the ladder of the keeper: SIGTERM and SIGKILL only after an earlier signal.
 */
export interface RecordingControl extends TrainingControl {
  readonly sent: string[];
  /** A planned stop whose countdown ends at an instant. */
  readonly countDown: (endsAt: number) => void;
  readonly finish: (exit: TrainingExit) => void;
  readonly allow: (...signals: StopSignal[]) => void;
}

export function recordingControl(target: Partial<StopTarget> = {}): RecordingControl {
  const sent: string[] = [];
  let armed: ArmedStop | null = null;
  let paused = false;
  const listeners = new Set<() => void>();
  let exit: TrainingExit | null = null;
  let ladder: LadderState = { sent: [], allowed: ['SIGINT'], nextAt: null, note: null };
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    now: () => Date.now() / 1000,
    sent,
    target: async () => ({
      pid: 21513,
      processGroup: 21513,
      user: 'ada',
      command: 'darknet detector train shapes.data shapes.cfg -map',
      ignoresInterrupt: false,
      processes: 3,
      ...target,
    }),
    async signal(signal) {
      sent.push(signal);
      ladder = {
        sent: [...ladder.sent, { signal, time: 1000 }],
        allowed: [],
        nextAt: 1010,
        note: `${signal} sent, waiting for the trainer to exit`,
      };
      tell();
    },
    held: () => null,
    ladder: () => ladder,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: () => exit,
    async arm(plan) {
      sent.push(`arm ${plan.when}`);
      const note =
        plan.when === 'advice'
          ? 'auto-stop is on: it stops after the next save once the advice is to stop'
          : 'waits for the next save of the trainer';
      armed = {
        plan,
        by: 'screen',
        since: 1000,
        stage: plan.when === 'now' ? 'signals' : plan.when,
        endsAt: null,
        reason: null,
        note,
      };
      tell();
    },
    async cancel() {
      sent.push('cancel');
      armed = null;
      tell();
    },
    armed: () => armed,
    async pause() {
      sent.push('pause');
      paused = true;
      tell();
    },
    async resume() {
      sent.push('resume');
      paused = false;
      tell();
    },
    paused: () => paused,
    pauses: () => [],
    countDown(endsAt) {
      const note = 'stops after the countdown';
      const plan = { when: 'advice' } as const;
      armed = { plan, by: 'screen', since: 1000, stage: 'countdown', endsAt, reason: 'mAP50 flat', note };
      tell();
    },
    close() {},
    finish(how) {
      exit = how;
      tell();
    },
    allow(...signals) {
      ladder = { ...ladder, allowed: signals, nextAt: null };
      tell();
    },
  };
}

/** A Darknet training: a loss that falls, an evaluation every hundred iterations, region lines of two layers. */
export function darknetEvents(iterations: number, total = 6000, map: (at: number) => number = rising): RunEvent[] {
  const events: RunEvent[] = [
    { type: 'trainer', name: 'darknet-alexeyab', version: null },
    { type: 'plan', plan: { iterations: total, warmUp: 400, steps: [4800, 5400], scales: [0.1, 0.1], batch: 64 } },
  ];
  for (let at = 1; at <= iterations; at++) {
    for (const layer of [16, 23]) {
      const iou = (layer === 16 ? 0.82 : 0.75) * (1 - Math.exp(-at / 600)) + 0.01 * Math.sin(at * layer);
      events.push({ type: 'region', layer, iou, objects: 3 + (at % 4), loss: null });
    }
    const loss = 0.4 + 900 * Math.exp(-at / 40) + 3 * Math.exp(-at / 700) + 0.05 * Math.sin(at * 1.7);
    events.push({
      type: 'iteration',
      iteration: at,
      epoch: null,
      loss,
      batchLoss: null,
      learningRate: 0.00261,
      seconds: 0.4,
      images: at * 64,
      remaining: null,
    });
    if (at >= 1000 && at % 100 === 0) events.push(evaluation(at, map(at)), ...saved(at));
  }
  if (iterations < 1000) events.push({ type: 'nextEvaluation', iteration: 1000 });
  return events;
}

/** Rises and then stays where it is. */
export function rising(at: number): number {
  return 0.84 * (1 - Math.exp(-(at - 900) / 500)) + 0.004 * Math.sin(at);
}

/** Rises until 3000 and then falls. */
export function falling(at: number): number {
  return at < 3000 ? rising(at) : 0.83 - (at - 3000) * 0.0001;
}

/** A training that went a little worse than `darknetEvents`. */
export function otherRun(part: Partial<OtherRun> = {}): OtherRun {
  const at = Array.from({ length: 30 }, (_, index) => (index + 1) * 100);
  return {
    id: 'older',
    name: 'older',
    state: 'ended',
    axis: 'iteration',
    at: 3000,
    total: 3000,
    best: { metric: 'map50', value: 0.71, at: 2900 },
    loss: pointBuckets(at.map((place) => ({ at: place, value: 0.9 + 4 * Math.exp(-place / 600) }))),
    map: at.filter((place) => place >= 1000).map((place) => ({ at: place, value: rising(place) * 0.85 })),
    ...part,
  };
}

export function someGpu(): Gpu {
  return {
    index: 0,
    name: 'NVIDIA H100',
    utilisation: 0.97,
    memoryUsed: 10.2 * 2 ** 30,
    memoryTotal: 80 * 2 ** 30,
    temperature: 71,
    power: 212,
    powerLimit: 700,
    processes: [],
  };
}

export function someSample(part: Partial<MachineSample> = {}): MachineSample {
  return {
    time: 1000,
    gpus: [someGpu()],
    gpuProblem: null,
    host: { load: 3.14, cores: 16, memoryUsed: 12 * 2 ** 30, memoryTotal: 128 * 2 ** 30 },
    disk: null,
    checkpointBytes: null,
    ...part,
  };
}

/** Two sections, one item for a person to tick. */
export function someChecklist(): Checklist & { readonly ticked: Set<string> } {
  const ticked = new Set<string>();
  return {
    ticked,
    items: () => [
      { id: 'split', section: 'DATABASE', text: 'validation images', state: 'done', detail: '200', byHand: false },
      {
        id: 'review',
        section: 'DATABASE',
        text: 'annotations reviewed',
        state: ticked.has('review') ? 'done' : 'open',
        detail: null,
        byHand: true,
      },
      { id: 'flat', section: 'TRAINING', text: 'mAP flat', state: 'problem', detail: '31 epochs', byHand: false },
    ],
    async toggle(id) {
      if (!ticked.delete(id)) ticked.add(id);
    },
  };
}

export function logLines(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) =>
      `v3 (iou loss, Normalizer: (iou: 0.07, obj: 1.00, cls: 1.00) Region ${index % 2 === 0 ? 16 : 23} Avg (IOU: 0.${800 + (index % 90)}), count: ${index % 7}, class_loss = 0.1, iou_loss = 0.2`,
  );
}

function evaluation(at: number, map50: number): RunEvent {
  return {
    type: 'evaluation',
    iteration: at,
    epoch: null,
    map50,
    map50To95: null,
    precision: 0.8,
    recall: 0.7,
    f1: 0.75,
    iou: 0.6,
    truePositives: 400,
    falsePositives: 80,
    falseNegatives: 90,
  };
}

function saved(at: number): RunEvent[] {
  return [
    { type: 'checkpoint', path: 'backup/shapes_last.weights', at, role: 'last' },
    {
      type: 'classes',
      classes: [
        { name: 'circle', ap: 0.91, truePositives: 200, falsePositives: 12 },
        { name: 'square', ap: 0.84, truePositives: 150, falsePositives: 30 },
        { name: 'triangle', ap: 0.62, truePositives: 50, falsePositives: 38 },
      ],
    },
  ];
}

/** A verdict with every part, so that every pane has something to show. */
export function someVerdict(part: Partial<Verdict> = {}): Verdict {
  const { name = 'plateau', action = 'may-stop' } = part;
  return {
    name,
    action,
    ...propertiesOf(name, action),
    headline: 'no new best for 900 iterations (mAP50 82.8 % at 2,100); 1 in 12 that it gains another point',
    meaning: 'The model has stopped getting better. Going on is unlikely to pay.',
    evidence: ['chance of gaining one point by the end: 9 %', 'the best is 900 iterations old'],
    against: ['the learning rate still drops twice'],
    causes: ['the data set is learnt'],
    todo: ['Keep the best weights and test them.', 'Add images of the worst class.'],
    keep: { path: 'backup/shapes_best.weights', at: 2100 },
    worth: 0.004,
    chance: { '0.005': 0.18, '0.01': 0.09, '0.02': 0.02 },
    forecast: { low: 0.82, mid: 0.83, high: 0.85 },
    basis: {
      family: 'darknet',
      runs: 14,
      repositories: 10,
      proven: true,
      metric: 'mAP50',
      isMap: true,
      end: 6000,
      isPlanned: true,
    },
    factors: [
      { topic: 'recent progress', effect: -0.21, text: 'no gain over the last 1,200 iterations', at: 2100 },
      { topic: 'time left', effect: 0.05, text: '50 % of the plan is left (3,000 iterations, 20 min)', at: 3000 },
      { topic: 'losses', effect: -0.01, text: 'training loss flat since iteration 2,100', at: 2100 },
      { topic: 'learning rate', effect: null, text: 'its next drop comes at iteration 4,800', at: 4800 },
    ],
    pattern: null,
    ...part,
  };
}
