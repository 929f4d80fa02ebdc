import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { startRun, type RunOptions } from '../../../src/keeper/startRun.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { openRun } from '../../../src/runs/runs.ts';
import type { TrainingExit } from '../../../src/stopping/control.ts';
import { endTraining } from '../../support/real/endTraining.ts';
import { eventually, type Stage } from './stage.ts';

/** The keeper as it is shipped: `npm test` and `npm run trials` build it first. */
export const shippedKeeper = resolve(import.meta.dirname, '../../../dist/keeper.js');
/** The command of the trials' trainer. `pace`: milliseconds that an iteration takes. */
export function trainerCommand(directory: string, pace: number): readonly [string, ...string[]] {
  return ['python3', resolve(import.meta.dirname, 'trainer.py'), directory, String(pace)];
}

/** A training that runs under a keeper, and what its trainer wrote down of itself. */
export interface TrialTraining {
  readonly record: RunRecord;
  readonly directory: string;
  /** Lets the trainer end with this status. */
  readonly end: (status: number) => void;
  /** What it truly did up to now. */
  readonly truth: () => Truth;
  /** Waits for the end, and says a violation for each thing that does not hold of it. `killed`: by the trial. */
  readonly verify: (how?: { readonly killed?: boolean }) => Promise<void>;
}

export interface Truth {
  readonly lines: number;
  /** Each signal it got, with ` saving` behind it when the weights were half written. */
  readonly signals: readonly string[];
  readonly status: number | null;
}

/** Starts the trainer of the trials. */
export async function startTraining(
  stage: Stage,
  { pace = 5, ...options }: Partial<RunOptions> & { readonly pace?: number } = {},
): Promise<TrialTraining> {
  const directory = mkdtempSync(join(stage.home, 'training-'));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'ledger.txt'), '');
  const record = await startRun({
    command: trainerCommand(directory, pace),
    cwd: directory,
    name: 'trial',
    stdin: null,
    environment: {},
    keeperProgram: shippedKeeper,
    ...options,
  });
  stage.did('trainings');
  stage.finally(() => {
    endTraining({ training: record.training, keeper: null });
  });
  const truth = (): Truth => readTruth(directory);
  await eventually('the trainer writes', () => truth().lines > 0);
  return {
    record,
    directory,
    end: (status) => {
      askForEnd(directory, status);
    },
    truth,
    verify: async ({ killed = false } = {}) => {
      let exit: RunRecord['exit'] = null;
      await eventually('the run has ended', () => {
        const now = openRun(record.id);
        // A keeper that comes late finds the training gone, and makes the record whole a moment later.
        ({ exit } = now);
        return now.state === 'ended';
      });
      for (const lie of [...lostLines(record.log, truth()), ...untrueExit(exit, truth(), killed)]) {
        stage.violation(`${record.id}: ${lie}`);
      }
      for (const signal of spoilingSignals(truth())) stage.violation(`${record.id}: ${signal} spoilt a save`);
    },
  };
}

/** Lets the trainer of this directory end with this status, which it never reads half written. */
export function askForEnd(directory: string, status: number): void {
  writeFileSync(join(directory, 'exit.new'), String(status));
  renameSync(join(directory, 'exit.new'), join(directory, 'exit'));
}

/** The signals that the keepers of a run say they have sent. */
export function auditedSignals({ log }: RunRecord): readonly string[] {
  const text = readFileSync(join(dirname(log), 'events.log'), 'utf8');
  return Array.from(text.matchAll(/"event":"signal".*?"signal":"(SIG\w+)"/g), ([, signal]) => signal!);
}

function readTruth(directory: string): Truth {
  const entries = readFileSync(join(directory, 'ledger.txt'), 'utf8').split('\n');
  const after = (word: string): string[] =>
    entries.filter((entry) => entry.startsWith(word)).map((entry) => entry.slice(word.length));
  const status = after('exit ').at(-1);
  return {
    lines: Number(after('line ').at(-1) ?? 0),
    signals: after('signal '),
    status: status === undefined ? null : Number(status),
  };
}

/** Its log has to hold every line, in order, and no other; the last one may be missing in the ledger. */
function lostLines(log: string, { lines }: Truth): string[] {
  const numbers = Array.from(readFileSync(log, 'utf8').matchAll(/^(\d+): .* images$/gm), ([, at]) => Number(at));
  const wrong = numbers.findIndex((at, index) => at !== index + 1);
  if (wrong !== -1) return [`line ${wrong + 1} of the log is that of ${numbers[wrong]}`];
  return numbers.length === lines || numbers.length === lines + 1
    ? []
    : [`the trainer wrote ${lines} lines, and ${numbers.length} are in the log`];
}

/** What nobody saw may be unknown, never wrong. */
function untrueExit(exit: Omit<TrainingExit, 'left'> | null, truth: Truth, killed: boolean): string[] {
  if (exit === null) return ['it ended, and no exit is recorded'];
  if (exit.code === null && exit.signal === null) return [];
  const signal = killed ? 'SIGKILL' : (truth.signals.at(-1)?.split(' ')[0] ?? null);
  const isTrue = truth.status === null ? exit.signal === signal : exit.code === truth.status;
  const said = `${exit.code ?? exit.signal}`;
  return isTrue ? [] : [`it ended with ${truth.status ?? signal ?? 'nothing known'}, and the record says ${said}`];
}

function spoilingSignals({ signals }: Truth): string[] {
  return signals.filter((signal) => signal.endsWith(' saving'));
}
