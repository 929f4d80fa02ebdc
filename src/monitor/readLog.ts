import { type Circumstances, circumstancesOf } from './circumstances.ts';
import { figuresSource } from './discovery/figuresSource.ts';
import type { Reading } from './reading.ts';
import { readSource } from './readSource.ts';

/** Reads a log alone, as it is now, for what it says and not for a verdict. Throws as `readSource`. */
export async function readLog(
  path: string,
  { trainer, started }: Pick<Circumstances, 'trainer' | 'started'>,
): Promise<Reading> {
  const { reading } = await readSource(figuresSource(path), { ...circumstancesOf(null), trainer, started });
  return reading;
}
