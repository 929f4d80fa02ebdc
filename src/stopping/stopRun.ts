import type { StopSignal, StopTarget, TrainingControl, TrainingExit } from './control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { connectControl, type ControlOptions } from '../keeper/controlClient.ts';
import { stepWait } from './defaults.ts';
import { nextSignal } from './ladder.ts';

/** How far a stop may go. */
export interface StopOptions extends ControlOptions {
  /** The strongest signal that may be sent; by default SIGTERM, since SIGKILL lets no trainer save. */
  readonly signal?: StopSignal;
  /** Seconds that each signal is given. */
  readonly wait?: number;
  /** Called with each step as it happens. */
  readonly onStep?: (step: StopStep) => void;
}

/** What happens while a training is stopped. */
export type StopStep =
  | { readonly step: 'sent'; readonly signal: StopSignal; readonly target: StopTarget; readonly wait: number }
  | { readonly step: 'waited'; readonly signal: StopSignal; readonly seconds: number }
  | { readonly step: 'exited'; readonly exit: TrainingExit }
  | { readonly step: 'left'; readonly left: TrainingExit['left'] };

/**
 * Stops a training: SIGINT, a wait, SIGTERM, a wait, and SIGKILL only if asked for; until nothing of its group lives. A training that had ended
 * before is left as it is. Signals that were sent by others count: it goes on from where the ladder stands.
 * Returns how the training ended, with what is left of its group.
 * Throws a sentence when it still runs after the strongest signal allowed, or when a signal could not be sent.
 */
export async function stopRun(record: RunRecord, options: StopOptions = {}): Promise<TrainingExit> {
  const control = await connectControl(record, options);
  try {
    return await climb(control, options);
  } finally {
    control.close();
  }
}

/** One step of the stop as a line for a person. */
export function describeStep(step: StopStep): string {
  switch (step.step) {
    case 'sent': {
      const { pid, command, processes } = step.target;
      const others = processes === 1 ? '' : ` and ${processes - 1} more of its group`;
      return `${step.signal} sent to process ${pid}${others} (${command}); waiting up to ${step.wait} s for it to exit`;
    }
    case 'waited':
      return `it still runs ${Math.round(step.seconds)} s after ${step.signal}`;
    case 'exited':
      return describeExit(step.exit);
    case 'left':
      return `still running of its group: ${step.left.map(({ pid, command }) => `${pid} (${command})`).join(', ')}`;
  }
}

/** What a stop would reach, as lines for a person: each process with its place in the family, and what is odd about it. */
export function describeTarget({ tree = [] }: StopTarget): readonly string[] {
  return tree.map(({ pid, depth, command, inGroup, ignoresInterrupt }) => {
    const oddities = [...(ignoresInterrupt ? ['ignores SIGINT'] : []), ...(inGroup ? [] : ['in a group of its own'])];
    return `${'  '.repeat(depth)}${pid} ${command}${oddities.length === 0 ? '' : ` [${oddities.join(', ')}]`}`;
  });
}

/** How a training ended, as a line for a person. */
function describeExit({ code, signal }: Omit<TrainingExit, 'left'>): string {
  if (signal !== null) {
    return `the training was ended by ${signal}`;
  }

  return code === null
    ? 'the training has ended; its exit status is unknown, because no keeper was there to see it'
    : `the training has ended with exit status ${code}`;
}

async function climb(control: TrainingControl, options: StopOptions): Promise<TrainingExit> {
  const { signal: strongest = 'SIGTERM', wait = stepWait, onStep = () => {} } = options;
  let toldExit = false;
  const tellExit = (): void => {
    const exit = control.exit();
    if (exit !== null && !toldExit) {
      toldExit = true;
      onStep({ step: 'exited', exit });
    }
  };

  for (;;) {
    await waitedFor(control);
    tellExit();
    const target = control.exit()?.left.length === 0 ? null : await control.target();
    if (target === null) {
      return await exitOf(control, tellExit);
    }

    const exit = control.exit();
    if (exit !== null) {
      onStep({ step: 'left', left: exit.left });
    }

    const next = nextSignal(control.ladder(), strongest);
    const last = control.ladder().sent.at(-1);
    if (last !== undefined) {
      onStep({ step: 'waited', signal: last.signal, seconds: Date.now() / 1000 - last.time });
    }

    if (next === null) {
      throw new Error(stillRuns(target, strongest));
    }

    await control.signal(next, { wait });
    onStep({ step: 'sent', signal: next, target, wait });
  }
}

/** Until the next step is possible, or nothing is left to stop. */
async function waitedFor(control: TrainingControl): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    const { nextAt } = control.ladder();
    if (nextAt === null || control.exit()?.left.length === 0) {
      resolve();
    }
  };
  const unsubscribe = control.subscribe(look);
  look();
  await promise;
  unsubscribe();
}

/** The group can be gone a moment before its keeper is told how the leader ended. */
async function exitOf(control: TrainingControl, tellExit: () => void): Promise<TrainingExit> {
  const { promise, resolve } = Promise.withResolvers<TrainingExit>();
  const look = (): void => {
    const exit = control.exit();
    if (exit !== null) {
      resolve(exit);
    }
  };
  const unsubscribe = control.subscribe(look);
  look();
  const exit = await promise;
  unsubscribe();
  tellExit();
  return exit;
}

function stillRuns({ pid, command }: StopTarget, strongest: StopSignal): string {
  return `Process ${pid} (${command}) still runs after ${strongest}: ${hintAfter(strongest)}.`;
}

function hintAfter(strongest: StopSignal): string {
  switch (strongest) {
    case 'SIGINT':
      return 'give it more time, or stop it again with `--signal TERM`';
    case 'SIGTERM':
      return 'stop it again with `--signal KILL` if nothing that it still saves is wanted';
    case 'SIGKILL':
      return 'a process that survives SIGKILL waits for its disk or device, and ends when that answers';
  }
}
