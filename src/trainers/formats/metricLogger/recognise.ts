import { ascii, startsWith } from '../../../log/formats/fields.ts';
import type { Line } from '../../../log/lines/line.ts';
import { lossesOf } from './losses.ts';
import { rfdetrMessage } from './rfdetrLogger.ts';

/** Whether this line has the losses of this trainer and no other, or is of its own logger. */
export function recogniseMeters(line: Line, trainer: string): boolean {
  if (trainer === 'rf-detr' && rfdetrMessage(line) !== null) return true;
  if (!startsWith(line, epochWord)) return false;
  const text = line.text();
  return meterLine.test(text) && lossesOf(text) === trainer;
}

const epochWord = ascii('Epoch: [');
const meterLine = /^Epoch: \[\d+(?:\/\d+)?\]\s+\[ *\d+\/\d+\]\s+eta: /;
