import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { duration } from '../words/duration.ts';
import { awaitsRetry } from './queue/describeAttempt.ts';
import { filesIn } from './runDirectory.ts';
import type { RunRecord } from './runRecord.ts';

/** What waits for a keeper of a training that has none now, and why, as a sentence; null: nothing does. */
export function whyUnkept(record: RunRecord): string | null {
  const { state, armed, notices, log } = record;
  const waiting = [
    ...(state === 'waiting' ? ['start'] : []),
    ...(armed ? ['planned stop'] : []),
    ...(notices ? ['notices'] : []),
    ...(awaitsRetry(record) ? ['next attempt'] : []),
  ].join(' and its ');
  if (waiting === '') return null;
  const { keeperLog } = filesIn(dirname(log));
  const [, tries, status, pause] = guardWords(dirname(log));
  if (tries === undefined) return `Its ${waiting} must wait for a keeper, which whoever looks at it starts.`;
  const next = pause === '' ? 'No further try is made' : `The next try is made within ${duration(Number(pause))}`;
  return `Its ${waiting} must wait: no keeper can be started (${tries} tries; the last one ended with status ${status}, see ${keeperLog}). ${next}.`;
}

/** Whether the guard of a keeper is about to start another one by itself, as far as it has said. */
export function triesAgain(directory: string): boolean {
  const [, , , pause = ''] = guardWords(directory);
  const said = statSync(filesIn(directory).unkept, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return pause !== '' && Math.abs(Date.now() - said) < (Number(pause) + guardPatience) * 1000;
}

/** Seconds after its pause within which a living guard has tried again, and said what came of it. */
const guardPatience = 15;

/** Tries, status of the last one, and pause of the script in `keeper/keeperGuard.ts`; empty where it said nothing. */
function guardWords(directory: string): readonly string[] {
  return /^(\d+) (\d+) (\d*)$/m.exec(textOf(filesIn(directory).unkept)) ?? [];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
