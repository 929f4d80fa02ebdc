import type { RunSummary } from './runDetails.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { whyUnknown } from '../runs/unknown.ts';

/**
 * The outcome of a training, from its record and its log: `ended` by itself, `stopped` by a signal, `failed` after a
 * fatal error or with a non-zero exit status, `waiting` for its turn in a queue, `cancelled` before it came, `unknown`
 * where its process belongs to another machine or container.
 */
export type Outcome = (typeof outcomes)[number];

export const outcomes = [
  'starting',
  'running',
  'ended',
  'stopped',
  'failed',
  'diverged',
  'failed-to-start',
  'waiting',
  'cancelled',
  'unknown',
] as const;

export function outcomeOf(record: RunRecord, summary: Pick<RunSummary, 'state'>): Outcome {
  const { state, exit } = record;
  if (state === 'running' && whyUnknown(record) !== null) return 'unknown';
  if (state !== 'ended') return state;
  if (summary.state === 'failed' || summary.state === 'diverged') return summary.state;
  if (exit?.signal) return 'stopped';
  return exit?.code ? 'failed' : 'ended';
}

/** Writes the outcome with its reason: `stopped (SIGINT)`. */
export function outcomeText(record: RunRecord, summary: Pick<RunSummary, 'state'>): string {
  const outcome = outcomeOf(record, summary);
  if (outcome === 'stopped') return `stopped (${record.exit?.signal})`;
  return outcome === 'failed' && record.exit?.code ? `failed (${record.exit.code})` : outcome;
}
