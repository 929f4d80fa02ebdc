import type { RunRecord } from '../runs/runRecord.ts';
import type { Trainer } from '../trainers/trainer.ts';
import type { Look } from './look.ts';

/**
 * What of a training's settings and data is gone or is not what it was, as a sentence with the way out; null where all
 * of it is as it was, as far as somebody looked when it was started.
 */
export function inputProblem(
  trainer: Trainer,
  record: Pick<RunRecord, 'command' | 'cwd' | 'inputs'>,
  look: Look,
  evenIfChanged: boolean,
): string | null {
  for (const { path, kind } of trainer.companions?.(record.command) ?? []) {
    const what = kind === 'data' ? 'data file' : 'configuration';
    const found = look.resolve(record.cwd, path);
    if (!look.exists(found)) {
      return `Its ${what} ${path} is not there any more: put it back, or start a new training where it is now.`;
    }
    const kept = record.inputs?.find((input) => input.path === path);
    if (kept !== undefined && !evenIfChanged && look.sha256(found) !== kept.sha256) {
      return `Its ${what} ${path} has changed since the training was started, so the weights may not fit it: put the old one back, or go on all the same with --even-if-changed.`;
    }
    const moved = kind === 'data' ? look.missingImages(record.cwd, path) : null;
    if (moved !== null) {
      return `The images that ${path} names are not there any more (${moved}): put them back, or correct the path.`;
    }
  }
  return null;
}
