import { errorCode } from '../words/errors.ts';

/**
 * What a dashboard needs for a pane that is opened or a keeper that dies, and its first frame does not wait for. All of
 * it is loaded soon after that: an upgrade removes the files that a process has not loaded.
 */
export const later = {
  otherRuns: async () => loaded(import('./otherRuns.ts')),
  describeRun: async () => loaded(import('../keeper/describeRun.ts')),
  watchMachine: async () => loaded(import('../machine/watchMachine.ts')),
  /** Returns at once. */
  load: (): void => {
    setTimeout(() => {
      for (const load of [later.otherRuns, later.describeRun, later.watchMachine, async () => import('execa')])
        load().catch(() => {});
    }, loadAfter).unref();
  },
};

/** Milliseconds in which the first frame is drawn. */
const loadAfter = 1000;

async function loaded<Module>(loading: Promise<Module>): Promise<Module> {
  try {
    return await loading;
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('Plateau was replaced or removed while this was open: close it with q and open it again.', {
      cause: error,
    });
  }
}
