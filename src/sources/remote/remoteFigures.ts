import { matchesGlob, posix } from 'node:path';
import { callClient } from '../../processes/remote/client.ts';
import { complaintOf } from '../../processes/remote/clientAnswer.ts';
import type { Place } from '../../processes/remote/place.ts';
import { listScript } from '../../processes/remote/remoteScripts.ts';
import { eventFilesAmong, type EventFile } from '../../log/formats/tensorboard/runDirectory.ts';
import { filePatterns } from '../../trainers/index.ts';
import { sentenceFor } from '../remoteWriter.ts';

/** What is to be followed somewhere else: a file, or the event files of a run. */
export type RemoteFigures =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'events'; readonly directory: string; readonly files: readonly EventFile[] };

/**
 * Finds what `plateau watch DIRECTORY` would find, in a directory somewhere else: the newest of the best figures in it,
 * or where it has none, in the directories below. A file is itself. Throws a sentence when nothing is found.
 */
export async function findRemoteFigures(place: Place, path: string): Promise<RemoteFigures> {
  const answer = await callClient(place.call(listScript, [path], true), { asks: true });
  if (answer.status !== 0)
    throw new Error(
      sentenceFor(place, path, answer.status) ?? `${place.name} could not be asked: ${complaintOf(answer)}.`,
    );
  if (answer.stdout === 'file\n') return { kind: 'file', path };
  if (answer.stdout === 'database\n') throw new Error(`${path} on ${place.name} is a database${onlyThere}`);
  const files = parseFiles(answer.stdout);
  const found = bestOf(files, (name, pattern) => matchesGlob(name, pattern)) ?? bestOf(files, isBelow);
  if (found === null) throw new Error(nothingIn(place, path, files));
  if (!isEvents(found)) return { kind: 'file', path: posix.join(path, found) };
  const events = eventFilesAmong(files.toSorted((one, other) => other.modified - one.modified).map(({ name }) => name));
  const only = events.files.length === 1 ? events.files[0]! : null;
  if (only !== null) return { kind: 'file', path: posix.join(path, only.path) };
  const directory = posix.join(path, events.directory);
  return {
    kind: 'events',
    directory,
    files: events.files.map(({ path: name, folder, kind }) => ({ path: posix.join(path, name), folder, kind })),
  };
}

interface RemoteFile {
  readonly modified: number;
  /** From the directory that was listed. */
  readonly name: string;
}

/** Reads what `listScript` prints. */
function parseFiles(text: string): readonly RemoteFile[] {
  return text.split('\n').flatMap((line) => {
    const [, modified, name] = /^(\d+) \d+ \.\/(.+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ modified: Number(modified), name }];
  });
}

/** The newest file that matches the first pattern that any does, in the order of `logIn`. */
function bestOf(files: readonly RemoteFile[], matches: (name: string, pattern: string) => boolean): string | null {
  for (const pattern of patterns) {
    const newest = files
      .filter(({ name }) => matches(name, posix.normalize(pattern)))
      .toSorted((one, other) => other.modified - one.modified)[0];
    if (newest !== undefined) return newest.name;
  }
  return null;
}

function isBelow(name: string, pattern: string): boolean {
  return matchesGlob(name, `**/${pattern}`);
}

function isEvents(name: string): boolean {
  return posix.basename(name).startsWith('events.out.tfevents.');
}

const patterns = [
  ...filePatterns.figures,
  'trainer_state.json',
  'checkpoint-*/trainer_state.json',
  ...filePatterns.consoles,
  'events.out.tfevents.*',
  '*/events.out.tfevents.*',
];

function nothingIn(place: Place, path: string, files: readonly RemoteFile[]): string {
  const where = `${path} on ${place.name}`;
  const database = files.find(({ name }) =>
    /(?:^|\/)(?:(?:mlflow|mlruns)|trackio\/[^/]+)\.db$/.test(posix.join(path, name)),
  );
  if (database !== undefined) return `${where} has a database (${database.name})${onlyThere}`;
  if (files.some(({ name }) => /(?:^|\/)mlruns\/(?:.+\/)?metrics\/[^.]+$/.test(posix.join(path, name))))
    return `${where} has files of MLflow${onlyThere}`;
  return `${where} is a directory that holds no file of figures (results.csv, metrics.json, run-*.wandb, events.out.tfevents...): name the log itself.`;
}

/** A copy of a database that is being written would be torn, and a program that reads it need not be there. */
const onlyThere =
  ', which can be read only on that machine: run Plateau there, or, where MLflow writes it, watch its server with --mlflow.';
