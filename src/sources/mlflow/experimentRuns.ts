import { experimentOnServer } from '../../log/formats/mlflowServer/mlflowServers.ts';
import { placeText } from '../../log/formats/place.ts';
import type { ScheduledJob } from '../scheduled.ts';
import { watchServer } from '../watchedHere.ts';

/**
 * The runs of an experiment on a server of MLflow, the newest first, as members of one group; each is opened as
 * `plateau watch --mlflow` does. Rejects with a sentence when the server does not answer, or has no such experiment.
 */
export async function experimentRuns(address: string, experiment: string): Promise<readonly ScheduledJob[]> {
  const runs = await experimentOnServer(address, experiment);
  return runs.map(({ id, name, status, start }) => ({
    id,
    name,
    user: '',
    group: experiment,
    array: null,
    state: states[status] ?? 'running',
    node: null,
    startedAt: start === 0 ? null : start / 1000,
    cwd: null,
    open: async () => watchServer(placeText({ at: address, run: id })),
  }));
}

/** `RunStatus` of mlflow/protos/service.proto. */
const states: Readonly<Record<string, ScheduledJob['state']>> = {
  SCHEDULED: 'waiting',
  RUNNING: 'running',
  FINISHED: 'ended',
  FAILED: 'failed',
  KILLED: 'stopped',
};
