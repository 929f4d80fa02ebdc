import { existsSync } from 'node:fs';
import { fuzzReaders } from './fuzzReaders.ts';
import { killAtWrite } from './killAtWrite.ts';
import { randomKills } from './randomKills.ts';
import type { Trial } from './trial.ts';

const onProc = (): string | null => (existsSync('/proc/self/environ') ? null : 'Linux');

/** Every trial, in the order in which they are done. */
export const trials: readonly Trial[] = [
  { name: 'kills', missing: onProc, step: randomKills },
  { name: 'kill-at-write', missing: onProc, step: killAtWrite },
  { name: 'fuzz', missing: () => null, step: fuzzReaders },
];
