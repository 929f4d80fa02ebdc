import { describeNewAttempt } from '../runs/queue/describeAttempt.ts';
import { neverStarted, type RunRecord } from '../runs/runRecord.ts';
import { singleLine } from '../words/harmless.ts';
import type { Notice } from './notice.ts';

/** What to tell of a run that was made in the place of another one; null where it was not. */
export function attemptNotice(record: RunRecord): Notice | null {
  const text = describeNewAttempt(record);
  return text === null ? null : untrained({ kind: 'attempt', urgency: 'normal', text, key: 'attempt' });
}

/** What to tell of a run that waited for its turn and will never train; null of any other. */
export function neverStartedNotice(record: RunRecord): Notice | null {
  if (!neverStarted(record)) return null;
  const what = record.state === 'cancelled' ? 'cancelled' : 'not started';
  const text = `${what}: ${record.problem ?? 'nobody knows why'}`;
  return untrained({ kind: 'cancelled', urgency: 'high', text, key: 'cancelled' });
}

/** With the verdict of a training of which no line has been read. */
function untrained(told: Omit<Notice, 'verdict' | 'action'>): Notice {
  return { ...told, text: singleLine(told.text), verdict: 'warming-up', action: 'continue' };
}
