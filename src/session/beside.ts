import { reduce } from '../run/reduce.ts';
import type { RunEvent } from '../run/events.ts';
import type { Run } from '../run/run.ts';

/**
 * How a run takes in what a file beside its log says. While the log's own trainer is not known, the file leads; from then on it only makes
 * figures finer and fills in what the log does not say (validation losses, the learning rate): it may lag behind the log, and what it repeats
 * must not count twice.
 */
export function takeBeside(run: Run): (event: RunEvent, time: number | null) => void {
  const leads = run.trainer === null;
  return (event, time) => {
    if (leads) {
      reduce(run, event, time);
      return;
    }
    switch (event.type) {
      case 'evaluation':
        reduce(run, event, time);
        return;
      case 'epoch':
        reduce(run, { ...event, beside: true }, time);
        return;
      case 'plan':
      case 'regime':
      case 'classes':
      case 'trainer':
      case 'iteration':
      case 'progress':
      case 'region':
      case 'checkpoint':
      case 'nextEvaluation':
      case 'resumed':
      case 'fault':
      case 'ended':
      case 'output':
        return;
      default:
        event satisfies never;
    }
  };
}
