import type { HeldSignal, HowToStop, LadderState, StopSignal, TrainingControl, TrainingExit } from './control.ts';

/** How far a stop may go. */
export interface StopOptions extends HowToStop {
  /**
   * Asks whether the signal may go out although these files are still being written, until the question has answered
   * itself (`signal`). Absent: nobody can be asked.
   */
  readonly mayHitSave?: (files: readonly string[], signal: AbortSignal) => Promise<boolean>;
  /** Called once it is planned: from then on it does not depend on this process. */
  readonly onPlanned?: () => void;
  /** Called with each step as it happens. */
  readonly onStep?: (step: StopStep) => void;
}

/** What happens while a training is stopped. */
export type StopStep =
  | { readonly step: 'sent'; readonly sent: LadderState['sent'][number] }
  /** A checkpoint is being written, for which the signal waits so many seconds at most. */
  | { readonly step: 'held'; readonly held: HeldSignal; readonly seconds: number }
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
  const { mayHitSave, onPlanned = () => {}, onStep = () => {}, ...asked } = options;
  const how = { strongest: 'SIGTERM', ...asked } as const;
  const news = createNews(control);
  const changes = followChanges(control, () => {
    for (const step of news()) onStep(step);
  });
  let isAsked = false;
  try {
    if (!isOver(control)) await plan(control, how);
    if (!isOver(control)) onPlanned();
    for (;;) {
      for (const step of news()) onStep(step);
      if (isOver(control)) return control.exit();
      // The group can be gone a moment before its keeper is told how the leader ended.
      if (control.armed() === null && (await control.target()) !== null) return null;
      if (control.armed()?.stage === 'given-up') throw new Error(await whyGivenUp(control));
      const held = control.held();
      if (held?.isAsking === true && !isAsked) {
        isAsked = true;
        if (mayHitSave === undefined) throw new Error(whyHeld(held));
        void answered(control, mayHitSave).then(async (may) =>
          may ? plan(control, { ...how, evenIfSaving: true }) : undefined,
        );
      }
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
async function plan(control: TrainingControl, how: HowToStop): Promise<void> {
  try {
    await control.arm({ when: 'now', ...how });
  } catch (error) {
    if (!isOver(control)) throw error;
  }
}

/** Asks, until the signal waits no more. */
async function answered(
  control: TrainingControl,
  mayHitSave: NonNullable<StopOptions['mayHitSave']>,
): Promise<boolean> {
  const settled = new AbortController();
  const unsubscribe = control.subscribe(() => {
    if (control.held()?.isAsking !== true) settled.abort();
  });
  try {
    const may = await mayHitSave(control.held()?.files ?? [], settled.signal);
    return may && control.held()?.isAsking === true;
  } finally {
    unsubscribe();
  }
}

function whyHeld({ signal, files }: HeldSignal): string {
  return `${signal} was not sent: ${files.join(' and ')} is still being written. The stop stays planned, and goes on once that is whole; \`plateau stop --even-if-saving\` does not wait for it.`;
}

/** Returns a function that tells what has happened since it was called last. */
function createNews(control: TrainingControl): () => readonly StopStep[] {
  let told = control.ladder().sent.length;
  let isExitTold = false;
  let isEndTold = false;
  let heldTold: StopSignal | null = null;
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
    const held = control.held();
    if (held !== null && held.files.length > 0 && held.signal !== heldTold) {
      heldTold = held.signal;
      steps.push({ step: 'held', held, seconds: Math.max(0, held.until - control.now()) });
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

/** What was sent, not what was asked for: somebody else may have stopped it too. */
async function whyGivenUp(control: TrainingControl): Promise<string> {
  const strongest = control.ladder().sent.at(-1)?.signal ?? 'SIGINT';
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
