import { schedulerSource } from '../../fleet/scheduler/schedulerSource.ts';
import type { FleetSource } from '../../fleet/source.ts';
import { experimentRuns } from '../../sources/mlflow/experimentRuns.ts';
import { podList } from '../../sources/podList.ts';
import { slurmQueue } from '../../sources/slurmQueue.ts';
import type { FleetChoice } from './fleetChoice.ts';

/** The schedulers and trackers that are chosen. Loaded only then: reading logs takes most of the program. */
export function schedulers({ slurm, pods, experiment }: Omit<FleetChoice, 'hosts'>): readonly FleetSource[] {
  return [
    ...(slurm ? [schedulerSource({ kind: 'slurm', name: 'slurm', list: slurmQueue })] : []),
    ...(pods === null
      ? []
      : [schedulerSource({ kind: 'kubernetes', name: 'kubernetes', list: async () => podList(pods) })]),
    ...(experiment === null
      ? []
      : [
          schedulerSource({
            kind: 'mlflow',
            name: hostOf(experiment.address),
            list: async () => experimentRuns(experiment.address, experiment.name),
          }),
        ]),
  ];
}

/** An address as it is shown: a password in it is nobody's to see. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'mlflow';
}
