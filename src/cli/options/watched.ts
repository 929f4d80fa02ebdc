import { isAddress, placeOf, placeText } from '../../log/formats/place.ts';
import { type WatchTarget, watchFile, watchInput, watchServer } from '../../sources/watchedHere.ts';
import { watchedFile } from '../../sources/watchedFile.ts';
import { usageError } from '../../words/usageError.ts';
import type { sourceFlags } from '../table/sharedFlags.ts';
import { onePositional, refuseSeveral } from './args.ts';

export { watchedFile } from '../../sources/watchedFile.ts';

type SourceValues = { readonly [flag in keyof typeof sourceFlags]?: string | undefined };

/**
 * What `plateau watch` was asked to watch. Throws a usage error for flags that contradict each other, and a sentence
 * when there is no such log.
 */
export async function watched(values: SourceValues, positionals: readonly string[]): Promise<WatchTarget> {
  const { ssh, slurm, docker, k8s, mlflow, namespace = null, container = null, follow } = values;
  const stopCommand = values['stop-command'] ?? null;
  const path = onePositional(positionals, 'FILE');
  refuseNonsense(values, path);
  if (isHere(values)) {
    if (path === '-') return watchInput();
    const place = watchedFile(path!);
    return isAddress(place) ? watchServer(place) : watchFile(place);
  }
  if (mlflow !== undefined) {
    const place = placeText({ at: placeOf(mlflow).at, run: values.run ?? values.experiment ?? placeOf(mlflow).run });
    return isAddress(mlflow) ? watchServer(place) : watchFile(watchedFile(place));
  }
  // Programs that run others are loaded only where one is to be run: a file of this machine is on the screen sooner.
  const { watchCommand, watchContainer, watchJob, watchOverSsh, watchPod } = await import('../../sources/watched.ts');
  if (ssh !== undefined) return watchOverSsh(ssh, path);
  if (slurm !== undefined) return watchJob(slurm);
  if (docker !== undefined) return watchContainer(docker, path);
  if (k8s !== undefined) return watchPod({ pod: k8s, namespace, container }, path);
  return watchCommand(follow!, stopCommand);
}

/** Whether what is to be watched is on this machine: nothing says that it is elsewhere. */
export function isHere(values: SourceValues): boolean {
  return places.every((place) => values[place] === undefined);
}

const places = ['ssh', 'slurm', 'docker', 'k8s', 'mlflow', 'follow'] as const;

function refuseNonsense(values: SourceValues, path: string | null): void {
  const chosen = places.filter((flag) => values[flag] !== undefined);
  const [place] = chosen;
  refuseSeveral(chosen);
  refuseSeveral((['run', 'experiment'] as const).filter((flag) => values[flag] !== undefined));
  for (const [flag, needed] of [
    ['namespace', 'k8s'],
    ['container', 'k8s'],
    ['run', 'mlflow'],
    ['experiment', 'mlflow'],
    ['stop-command', 'follow'],
  ] as const) {
    if (values[flag] !== undefined && place !== needed) {
      throw usageError(`--${flag} requires --${needed}.`);
    }
  }
  const takesPath = place === 'ssh' || place === 'docker' || place === 'k8s';
  if (takesPath && path === '-') {
    throw usageError(`\`plateau watch --${place}\` takes a FILE or DIRECTORY there, not standard input.`);
  }
  if (place !== undefined && !takesPath && path !== null) {
    throw usageError(`Unexpected argument \`${path}\`: --${place} names the log.`);
  }
  if (place === undefined && path === null) {
    throw usageError('`plateau watch` needs the FILE to watch, or - for standard input.');
  }
}
