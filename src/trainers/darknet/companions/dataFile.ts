import type { Emit } from '../../trainer.ts';
import { readSettings } from './settings.ts';

/**
 * Reads a .data file for how often AlexeyAB's of 2023 and later saves `_last.weights`: `savelast`, or `saveweights`
 * when that is less (detector.c). What makes no sense is said as a fault.
 */
export function readDataFile(path: string, text: string, emit: Emit): void {
  const complain = (sentence: string): void => emit({ type: 'fault', text: sentence, fatal: false });
  const settings = new Map(
    readSettings(text).flatMap((section) => section.settings.map((setting) => [setting.key, setting])),
  );
  if (!settings.has('train')) {
    complain(`${path} has no line "train = ...", so Darknet does not know its images: is it a Darknet .data file?`);
    return;
  }
  const every: number[] = [];
  for (const key of ['savelast', 'saveweights']) {
    const setting = settings.get(key);
    if (setting === undefined) continue;
    if (/^[1-9]\d*$/.test(setting.value)) every.push(Number(setting.value));
    else
      complain(
        `In ${path}, line ${setting.line}, ${key}=${setting.value} is not a whole number above zero: how often weights are saved is not known.`,
      );
  }
  if (settings.has('savelast') && every.length > 0)
    emit({ type: 'plan', plan: { checkpointEvery: Math.min(...every) } });
  const classes = settings.get('classes');
  if (classes !== undefined && !/^[1-9]\d*$/.test(classes.value)) {
    complain(`In ${path}, line ${classes.line}, classes=${classes.value} is not a whole number above zero.`);
  }
}
