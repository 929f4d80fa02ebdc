import { schedulerSource } from '../../fleet/scheduler/schedulerSource.ts';
import type { FleetSource } from '../../fleet/source.ts';
import { podList } from '../../sources/podList.ts';
import { slurmQueue } from '../../sources/slurmQueue.ts';
import type { FleetChoice } from './fleetChoice.ts';

/** The schedulers that are chosen. Loaded only then: reading logs takes most of the program. */
export function schedulers({ slurm, pods }: Pick<FleetChoice, 'slurm' | 'pods'>): readonly FleetSource[] {
  return [
    ...(slurm ? [schedulerSource({ kind: 'slurm', name: 'slurm', list: slurmQueue })] : []),
    ...(pods === null
      ? []
      : [schedulerSource({ kind: 'kubernetes', name: 'kubernetes', list: async () => podList(pods) })]),
  ];
}
