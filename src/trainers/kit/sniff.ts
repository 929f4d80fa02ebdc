import type { Line } from '../../log/lines/line.ts';
import { type Prefix, prefixesOf } from '../../log/lines/prefix.ts';
import type { Trainer } from '../trainer.ts';

/** Whose log it is. */
export interface Recognised {
  readonly trainer: Trainer;
  readonly name: string;
  /** What another program wrote before its lines; null when there is no such prefix. */
  readonly prefix: Prefix | null;
}

/**
 * Returns whose line this is; null when no trainer recognises it. An indentation may belong to the line itself, so it
 * is no prefix where none is needed.
 */
export function sniff(trainers: readonly Trainer[], line: Line): Recognised | null {
  const plain = sniffBare(trainers, line, null);
  if (plain !== null) return isIndented(line) ? plain : (sniffBehind(trainers, line) ?? plain);
  for (const prefix of prefixesOf(line)) {
    const recognised = sniffBare(trainers, prefix.strip(line), prefix);
    if (recognised !== null) return recognised;
  }
  return null;
}

export function isIndented({ bytes, start, end }: Line): boolean {
  return start < end && (bytes[start] === 0x20 || bytes[start] === 0x09);
}

/**
 * Some trainers' lines are recognised whatever stands before them, but not all of their lines are read so: the longest
 * prefix behind which this one is recognised and explained counts. The trainer's own clock is none: without it nothing
 * is explained.
 */
function sniffBehind(trainers: readonly Trainer[], line: Line): Recognised | null {
  for (const prefix of prefixesOf(line).toReversed()) {
    const bare = prefix.strip(line);
    const recognised = sniffBare(trainers, bare, prefix);
    if (recognised !== null && explains(recognised, bare)) return recognised;
  }
  return null;
}

function sniffBare(trainers: readonly Trainer[], line: Line, prefix: Prefix | null): Recognised | null {
  for (const trainer of trainers) {
    const name = trainer.recognise(line);
    if (name !== null) return { trainer, name, prefix };
  }
  return null;
}

/** Whether a reader that has read nothing explains the line. */
function explains({ trainer, name }: Recognised, line: Line): boolean {
  return trainer.createReader(name).read(line, () => {});
}
