import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { duration } from '../words/duration.ts';
import { filesIn } from './runDirectory.ts';
import type { RunRecord } from './runRecord.ts';

/** What waits for a keeper of a training that has none now, and why, as a sentence; null: nothing does. */
export function whyUnkept({ armed, notices, log }: RunRecord): string | null {
  const waiting = [...(armed ? ['planned stop'] : []), ...(notices ? ['notices'] : [])].join(' and its ');
  if (waiting === '') return null;
  const { unkept, keeperLog } = filesIn(dirname(log));
  const [, tries, status, pause] = /^(\d+) (\d+) (\d*)$/m.exec(textOf(unkept)) ?? [];
  if (tries === undefined) return `Its ${waiting} must wait for a keeper, which whoever looks at it starts.`;
  const next = pause === '' ? 'No further try is made' : `The next try is made within ${duration(Number(pause))}`;
  return `Its ${waiting} must wait: no keeper can be started (${tries} tries; the last one ended with status ${status}, see ${keeperLog}). ${next}.`;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
