import type { LadderState, StopSignal, TrainingControl, TrainingExit } from './control.ts';
import { stepWait } from './defaults.ts';

/** How far a stop may go. */
export interface StopOptions {
  /** The strongest signal that may be sent; by default SIGTERM, since SIGKILL lets no trainer save. */
  readonly signal?: StopSignal;
  /** Seconds that each signal is given. */
  readonly wait?: number;
  /** Called once it is planned: from then on it does not depend on this process. */
  readonly onPlanned?: () => void;
  /** Called with each step as it happens. */
  readonly onStep?: (step: StopStep) => void;
}

/** What happens while a training is stopped. */
export type StopStep =
  | { readonly step: 'sent'; readonly sent: LadderState['sent'][number] }
  | { readonly step: 'waited'; readonly signal: StopSignal; readonly seconds: number }
  | { readonly step: 'exited'; readonly exit: TrainingExit }
  | { readonly step: 'left'; readonly left: TrainingExit['left'] };

/**
 * Has a training stopped at once: SIGINT, a wait, SIGTERM, a wait, and SIGKILL only if asked for; until nothing of it
 * lives. Signals that were sent before count: it goes on from where the ladder stands.
 * Returns how the training ended, with what is left of it; null when somebody cancelled the stop.
 * Throws a sentence when it still runs after the strongest signal allowed, or when a signal could not be sent.
 */
export async function stopNow(control: TrainingControl, options: StopOptions = {}): Promise<TrainingExit | null> {
  const { signal = 'SIGTERM', wait = stepWait, onPlanned = () => {}, onStep = () => {} } = options;
  const news = createNews(control);
  const changes = followChanges(control, () => {
    for (const step of news()) onStep(step);
  });
  try {
    if (!isOver(control)) await plan(control, signal, wait);
    if (!isOver(control)) onPlanned();
    for (;;) {
      for (const step of news()) onStep(step);
      if (isOver(control)) return control.exit();
      // The group can be gone a moment before its keeper is told how the leader ended.
      if (control.armed() === null && (await control.target()) !== null) return null;
      if (control.armed()?.stage === 'given-up') throw new Error(await whyGivenUp(control, signal));
      await changes.next();
    }
  } finally {
    changes.end();
  }
}

function isOver(control: TrainingControl): boolean {
  return control.exit()?.left.length === 0;
}

/** A training that ends at this very moment needs no stop. */
async function plan(control: TrainingControl, strongest: StopSignal, wait: number): Promise<void> {
  try {
    await control.arm({ when: 'now', strongest, wait });
  } catch (error) {
    if (!isOver(control)) throw error;
  }
}

/** Returns a function that tells what has happened since it was called last. */
function createNews(control: TrainingControl): () => readonly StopStep[] {
  let told = control.ladder().sent.length;
  let isExitTold = false;
  let isEndTold = false;
  return () => {
    const steps: StopStep[] = [];
    const { sent } = control.ladder();
    const exit = control.exit();
    if (exit !== null && !isExitTold) {
      isExitTold = true;
      steps.push({ step: 'exited', exit });
    }
    // The last one may be on its way.
    const isUnderWay = sent.at(-1)?.reached === null && control.armed()?.stage === 'signals';
    for (const next of sent.slice(told, isUnderWay ? -1 : sent.length)) {
      if (exit !== null) steps.push({ step: 'left', left: exit.left });
      const before = sent[told - 1];
      if (before !== undefined) steps.push({ step: 'waited', signal: before.signal, seconds: next.time - before.time });
      steps.push({ step: 'sent', sent: next });
      told += 1;
    }
    const last = sent.at(-1);
    if (control.armed()?.stage === 'given-up' && last !== undefined && !isEndTold) {
      isEndTold = true;
      steps.push({ step: 'waited', signal: last.signal, seconds: control.now() - last.time });
    }
    return steps;
  };
}

/** Calls back with every change. `next` resolves with the first one since it resolved last. */
function followChanges(
  control: TrainingControl,
  onChange: () => void,
): { readonly next: () => Promise<void>; readonly end: () => void } {
  let changed = Promise.withResolvers<void>();
  const unsubscribe = control.subscribe(() => {
    onChange();
    changed.resolve();
  });
  return {
    next: async () => {
      await changed.promise;
      changed = Promise.withResolvers();
    },
    end: unsubscribe,
  };
}

async function whyGivenUp(control: TrainingControl, strongest: StopSignal): Promise<string> {
  const reason = control.armed()?.reason ?? null;
  if (reason !== null) return reason;
  const target = await control.target();
  const process = target === null ? 'It' : `Process ${target.pid} (${target.command})`;
  return `${process} still runs after ${strongest}: ${hints[strongest]}.`;
}

const hints: Readonly<Record<StopSignal, string>> = {
  SIGINT: 'give it more time, or stop it again with `--signal TERM`',
  SIGTERM: 'stop it again with `--signal KILL` if nothing that it still saves is wanted',
  SIGKILL: 'a process that survives SIGKILL waits for its disk or device, and ends when that answers',
};
