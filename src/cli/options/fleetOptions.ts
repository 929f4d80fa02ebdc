import type { FleetChoice } from '../../app/fleet/fleetChoice.ts';
import { usageError } from '../../words/usageError.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** The values of `fleetFlags`. */
export interface FleetValues {
  readonly hosts?: string | undefined;
  readonly slurm?: boolean | undefined;
  readonly k8s?: string | undefined;
}

/** Reads the flags of `fleetFlags` over the configuration. Throws a usage error that names the flag and its value. */
export function fleetChoice({ hosts, slurm = false, k8s }: FleetValues, { values }: Configuration): FleetChoice {
  return { hosts: hosts === undefined ? (values.hosts ?? []) : hostNames(hosts.split(',')), slurm, pods: k8s ?? null };
}

/** The same choice as flags. */
export function fleetWords({ hosts, slurm, pods }: FleetChoice): string[] {
  return ['--hosts', hosts.join(','), ...(slurm ? ['--slurm'] : []), ...(pods === null ? [] : ['--k8s', pods])];
}

/** Names of machines as ssh knows them, each once. Throws a usage error for what ssh would take for an option. */
export function hostNames(words: readonly string[]): readonly string[] {
  const names = words.map((word) => word.trim()).filter((word) => word !== '');
  const wrong = names.find((name) => !/^[^\s-]\S*$/.test(name));
  if (wrong !== undefined) throw usageError(`A host is named as ssh knows it, such as user@gpu-box, not \`${wrong}\`.`);
  return [...new Set(names)];
}
