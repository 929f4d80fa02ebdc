import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import type { Stage } from './stage.ts';

/** What happens to a keeper while it writes. */
export interface Fault {
  /** Its death, or what the system answers. */
  readonly kind: 'kill' | 'ENOSPC' | 'EIO' | 'EMFILE';
  /** At which writing step, counted from 1, and at how many in a row. */
  readonly at: number;
  readonly times: number;
  /** A path that is made, with the number of the step behind it, when it happens. */
  readonly marker: string;
}

/** The program of a keeper to which the fault happens that `planFault` planned. */
export const faultyKeeper = resolve(import.meta.dirname, 'faultyKeeper.ts');

/** Plans a fault for the keepers of a step. Returns how often it has happened. */
export function planFault(stage: Stage, fault: Omit<Fault, 'marker'>): () => number {
  const marker = join(stage.home, 'fault');
  process.env['TRIAL_FAULT'] = JSON.stringify({ ...fault, marker } satisfies Fault);
  stage.finally(() => {
    delete process.env['TRIAL_FAULT'];
  });
  return () =>
    existsSync(stage.home)
      ? readdirSync(dirname(marker)).filter((name) => name.startsWith(`${basename(marker)}-`)).length
      : 0;
}
