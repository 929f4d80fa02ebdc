import { globSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** An event file of a run. */
export interface EventFile {
  readonly path: string;
  /** What the folder below the run is called that it stands in; empty for the run's own. */
  readonly folder: string;
  /** What that folder is for: figures of one set, or a session of `hparams`. */
  readonly kind: 'run' | 'set' | 'hyperparameters';
}

/** The directory of the run whose event file was written last, in or directly below a directory; null without any. */
export function newestRunDirectory(directory: string): string | null {
  const newest = globSync(
    patterns.flatMap((pattern) => [pattern, `*/${pattern}`]),
    { cwd: directory },
  )
    .map((name) => ({ path: resolve(directory, name), time: modified(resolve(directory, name)) }))
    .toSorted((one, other) => other.time - one.time)[0];
  if (newest === undefined) return null;
  const folder = dirname(newest.path);
  return kindOf(basename(folder)) === 'run' ? folder : dirname(folder);
}

/** The event files of a run, in the order of their names, which begin with when they were made. */
export function eventFilesOf(directory: string): readonly EventFile[] {
  const own = globSync([...patterns], { cwd: directory }).map((name): EventFile => ({
    path: join(directory, name),
    folder: '',
    kind: 'run',
  }));
  const below = globSync(
    patterns.map((pattern) => `*/${pattern}`),
    { cwd: directory },
  ).map((name): EventFile => {
    const folder = dirname(name);
    return { path: join(directory, name), folder, kind: kindOf(folder) };
  });
  return [...own, ...below.filter(({ kind }) => kind !== 'run')]
    .filter(({ path }) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .toSorted((one, other) => (basename(one.path) < basename(other.path) ? -1 : 1));
}

/**
 * The same of files somewhere else, whose names are told, the one that was written last first: the run that this one is
 * of, and its files.
 */
export function eventFilesAmong(names: readonly string[]): {
  readonly directory: string;
  readonly files: readonly EventFile[];
} {
  const events = names.filter((name) => isEventFileName(basename(name)));
  const folder = dirname(events[0] ?? '.');
  const directory = kindOf(basename(folder)) === 'run' ? folder : dirname(folder);
  const files = events.flatMap((path): EventFile[] => {
    if (dirname(path) === directory) return [{ path, folder: '', kind: 'run' }];
    const kind = kindOf(basename(dirname(path)));
    return dirname(dirname(path)) === directory && kind !== 'run'
      ? [{ path, folder: basename(dirname(path)), kind }]
      : [];
  });
  return { directory, files: files.toSorted((one, other) => (basename(one.path) < basename(other.path) ? -1 : 1)) };
}

/** Compressed ones can be read only where they are. */
function isEventFileName(name: string): boolean {
  return name.startsWith('events.out.tfevents.') && !/\.(?:gz|zst)$/.test(name);
}

/** A folder of another name is a run of its own. */
function kindOf(folder: string): EventFile['kind'] {
  if (/^\d{10}(?:\.\d+)?$/.test(folder)) return 'hyperparameters';
  return /^(?:train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?(?:_\w+)?|test)$/i.test(folder) ? 'set' : 'run';
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const patterns = ['events.out.tfevents.*'];
