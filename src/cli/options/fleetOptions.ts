import type { FleetChoice } from '../../app/fleet/fleetChoice.ts';
import { isAddress } from '../../log/formats/place.ts';
import { usageError } from '../../words/usageError.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** The values of `fleetFlags`. */
export interface FleetValues {
  readonly hosts?: string | undefined;
  readonly slurm?: boolean | undefined;
  readonly k8s?: string | undefined;
  readonly mlflow?: string | undefined;
  readonly experiment?: string | undefined;
}

/** Reads the flags of `fleetFlags` over the configuration. Throws a usage error that names the flag and its value. */
export function fleetChoice(flags: FleetValues, { values }: Configuration): FleetChoice {
  const { hosts, slurm = false, k8s } = flags;
  return {
    hosts: hosts === undefined ? (values.hosts ?? []) : hostNames(hosts.split(',')),
    slurm,
    pods: k8s ?? null,
    experiment: experimentOf(flags),
  };
}

function experimentOf({ mlflow, experiment }: FleetValues): FleetChoice['experiment'] {
  if (mlflow === undefined && experiment === undefined) return null;
  if (mlflow === undefined) throw usageError('--experiment requires --mlflow.');
  if (experiment === undefined) throw usageError('--mlflow requires --experiment: the list is of its runs.');
  if (!isAddress(mlflow)) throw usageError(`--mlflow expects the address of a server here, not \`${mlflow}\`.`);
  return { address: mlflow, name: experiment };
}

/** The same choice as flags. */
export function fleetWords({ hosts, slurm, pods, experiment }: FleetChoice): string[] {
  return [
    '--hosts',
    hosts.join(','),
    ...(slurm ? ['--slurm'] : []),
    ...(pods === null ? [] : ['--k8s', pods]),
    ...(experiment === null ? [] : ['--mlflow', experiment.address, '--experiment', experiment.name]),
  ];
}

/** Names of machines as ssh knows them, each once. Throws a usage error for what ssh would take for an option. */
export function hostNames(words: readonly string[]): readonly string[] {
  const names = words.map((word) => word.trim()).filter((word) => word !== '');
  const wrong = names.find((name) => !/^[^\s-]\S*$/.test(name));
  if (wrong !== undefined) throw usageError(`A host is named as ssh knows it, such as user@gpu-box, not \`${wrong}\`.`);
  return [...new Set(names)];
}
