import type { Host } from '../../processes/host.ts';
import { localHost } from '../../processes/localHost.ts';
import type { ProcessIdentity } from '../../processes/processFacts.ts';
import { everyProcess } from '../../processes/training.ts';
import { lookEvery, saveLookEvery } from '../defaults.ts';
import { processReach } from './processReach.ts';
import type { Reach } from './reach.ts';

/** A process that no keeper of ours started. */
export interface FoundProcess {
  readonly identity: ProcessIdentity;
  /** Processes that only carry its output (`tee`): no signal reaches them. */
  readonly spared?: readonly ProcessIdentity[];
  /** Where it runs (default: this machine). */
  readonly host?: Host;
}

export interface FoundOptions {
  /** Seconds between two looks at it while nothing was sent. */
  readonly lookEvery?: number;
  /** Delivers what has been written when it is seen to have ended, before that is told. */
  readonly beforeExit?: () => Promise<void>;
}

/** A training that somebody else started: a process that was found, and all that is seen to descend from it. */
export function foundReach(
  { identity, spared = [], host = localHost }: FoundProcess,
  options: FoundOptions = {},
): Reach {
  const seldom = options.lookEvery ?? lookEvery;
  let strays: readonly ProcessIdentity[] = [];
  return processReach({
    host,
    training: () => ({ leader: identity, ownsGroup: false, strays, spared }),
    onLook: (living) => {
      const others = everyProcess(living).filter(({ pid }) => pid !== identity.pid);
      strays = others.map(({ pid, startTime }) => ({ pid, startTime }));
    },
    pace: { seldom, soon: Math.min(seldom, lookEvery), closely: Math.min(seldom, saveLookEvery) },
    mayHalt: false,
    onEnd: async () => options.beforeExit?.(),
  });
}
