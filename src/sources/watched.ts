import { userInfo } from 'node:os';
import { basename, dirname } from 'node:path';
import { clientReach, type ClientTarget } from '../stopping/driver/clientReach.ts';
import { foundReach } from '../stopping/driver/foundReach.ts';
import { dockerContainer } from './docker.ts';
import { untilEnd } from './untilEnd.ts';
import { followCommand } from './followCommand.ts';
import { followRemote } from './followRemote.ts';
import { followRemoteEvents } from './remote/followRemoteEvents.ts';
import { findRemoteFigures, type RemoteFigures } from './remote/remoteFigures.ts';
import { fileSource } from '../log/files/fileSource.ts';
import type { Following, LogHandlers, LogSource } from '../log/logSource.ts';
import { followStamped, type StampedLog } from './followStamped.ts';
import { kubernetesPod, type PodOptions } from './kubernetes.ts';
import { containerPlace, jobPlace, type Place, podPlace, sshPlace } from '../processes/remote/place.ts';
import { remoteHost } from '../processes/remote/remoteHost.ts';
import { findRemoteWriter } from './remoteWriter.ts';
import { isVisible, slurmJob, slurmTarget } from './slurmJob.ts';
import { saysOf, type WatchTarget } from './watchedHere.ts';
import { singleLine } from '../words/harmless.ts';
import { shellQuote } from '../words/shellQuote.ts';

/**
 * A log on another machine, or what is in a directory there (null: the home directory), over the user's own `ssh`.
 * Throws a sentence when that does not get there, or finds no such file.
 */
export async function watchOverSsh(host: string, path: string | null): Promise<WatchTarget> {
  // A connection begins in the home directory; the path is quoted, so that no shell resolves the tilde.
  const there = path?.replace(/^~\/?/, '') ?? '';
  const place = sshPlace(host);
  const figures = await findRemoteFigures(place, there === '' ? '.' : there);
  const watched = await watchFigures(place, figures);
  return {
    ...watched,
    title: `${nameOf(figures)} on ${host}`,
    comeBack: `plateau watch --ssh ${shellQuote(host)}${path === null ? '' : ` ${shellQuote(path)}`}`,
  };
}

function nameOf(figures: RemoteFigures): string {
  return singleLine(basename(figures.kind === 'file' ? figures.path : figures.directory));
}

async function watchFigures(
  place: Place,
  figures: RemoteFigures,
): Promise<Pick<WatchTarget, 'source' | 'started' | 'reach' | 'says'>> {
  if (figures.kind === 'file') return watchPlace(place, figures.path);
  return {
    source: elsewhere((handlers) => followRemoteEvents(place, figures, handlers)),
    started: null,
    reach: null,
    says: [
      `Reads ${figures.files.length} event files in ${figures.directory}; which process writes them is not looked for.`,
    ],
  };
}

/**
 * A Slurm job: the file that its output goes to, read here where it is visible, else on the job's node. Throws a
 * sentence when Slurm knows no such job.
 */
export async function watchJob(id: string): Promise<WatchTarget> {
  const job = await slurmJob(id);
  const { output, node, errors } = job;
  if (output === null)
    throw new Error(`Job ${id} writes no output file; watch the file that its program writes instead.`);
  const fromNode = async (): Promise<Pick<WatchTarget, 'source'>> => {
    if (node === null) throw new Error(`Job ${id} is ${job.state} and has written nothing yet; watch it once it runs.`);
    return watchPlace(jobPlace(id, node), output);
  };
  const { source } = isVisible(job) ? { source: fileSource(output) } : await fromNode();
  return {
    source,
    title: `${job.name} (job ${id})`,
    comeBack: `plateau watch --slurm ${id}`,
    started: { command: job.command === null ? [] : [job.command], cwd: job.directory ?? dirname(output) },
    reach: clientReach(slurmTarget(job, userInfo().username)),
    says: [
      `Job ${id} (${job.name}) of ${job.user} is ${job.state}; its output goes to ${output}.`,
      ...(errors === null ? [] : [`Its errors go to ${errors}, which is not read.`]),
    ],
  };
}

/**
 * A Docker container: its log, or a file or what is in a directory inside it. Throws a sentence when there is none of
 * that name.
 */
export async function watchContainer(name: string, path: string | null): Promise<WatchTarget> {
  const { log, target } = await dockerContainer(name);
  const comeBack = `plateau watch --docker ${shellQuote(name)}`;
  if (path === null) return { ...watchStamped(log, target), title: name, comeBack };
  return { ...(await watchInside(containerPlace(name), path, target)), comeBack: `${comeBack} ${shellQuote(path)}` };
}

/** Files inside a container, whose first process is what is signalled. */
async function watchInside(
  place: Place,
  path: string,
  target: ClientTarget,
): Promise<Pick<WatchTarget, 'source' | 'title' | 'started' | 'reach' | 'says'>> {
  const figures = await findRemoteFigures(place, path);
  return {
    source: elsewhere((handlers) =>
      figures.kind === 'file'
        ? followRemote(place, figures.path, handlers)
        : followRemoteEvents(place, figures, handlers),
    ),
    title: `${nameOf(figures)} in ${place.name}`,
    started: null,
    reach: clientReach(target),
    says: [`Reads ${nameOf(figures)} in ${place.name}; signals go to its first process.`],
  };
}

/** A Kubernetes pod, as `watchContainer`. Throws a sentence when there is none of that name. */
export async function watchPod(options: PodOptions, path: string | null): Promise<WatchTarget> {
  const { pod, namespace, container } = options;
  const { log, target } = await kubernetesPod(options);
  const args = [
    '--k8s',
    pod,
    ...(namespace === null ? [] : ['--namespace', namespace]),
    ...(container === null ? [] : ['--container', container]),
  ];
  const comeBack = `plateau watch ${args.join(' ')}`;
  if (path === null) return { ...watchStamped(log, target), title: pod, comeBack };
  const where = [
    ...(namespace === null ? [] : [`--namespace=${namespace}`]),
    ...(container === null ? [] : [`--container=${container}`]),
  ];
  return { ...(await watchInside(podPlace(pod, where), path, target)), comeBack: `${comeBack} ${shellQuote(path)}` };
}

/** What a command of the user's own prints; `stopCommand` is run, by `sh -c` too, when it is to be stopped. */
export function watchCommand(command: string, stopCommand: string | null): WatchTarget {
  const end = untilEnd();
  const target: ClientTarget = {
    name: 'the command of --stop-command, run by sh',
    call: (signal) =>
      signal === 'SIGINT' || signal === 'SIGTERM'
        ? { program: 'sh', args: ['-c', stopCommand ?? ''] }
        : `${signal} was not sent: --stop-command is all that is known of how to stop this training.`,
    look: async () => (end.isOver() ? null : { user: userInfo().username, command: stopCommand ?? '', pid: 0 }),
    ended: end.ended,
  };
  return {
    source: elsewhere((handlers) => followCommand(command, end.hearing(handlers))),
    title: command,
    comeBack: null,
    started: null,
    reach: stopCommand === null ? null : clientReach(target),
    says: [
      `Reads what sh prints for: ${command}`,
      stopCommand === null
        ? 'It can be watched, but not stopped: no --stop-command was given.'
        : `Stopping it runs, by sh: ${stopCommand}`,
    ],
  };
}

async function watchPlace(
  place: Place,
  path: string,
): Promise<Pick<WatchTarget, 'source' | 'started' | 'reach' | 'says'>> {
  const writer = await findRemoteWriter(place, path);
  let following: Following | null = null;
  const reach =
    'identity' in writer
      ? foundReach(
          { identity: writer.identity, spared: writer.carriers, host: remoteHost(place) },
          { lookEvery: remoteLookEvery, beforeExit: async () => following?.readToEnd() },
        )
      : null;
  return {
    source: elsewhere((handlers) => {
      following = followRemote(place, path, handlers);
      return following;
    }),
    started: null,
    reach,
    says: [saysOf(writer)],
  };
}

/** Seconds between two looks at a process over a network: each is a connection. */
const remoteLookEvery = 15;

/** The end of the container is told only when all of its log has been read. */
function watchStamped(
  log: StampedLog,
  target: ClientTarget,
): Pick<WatchTarget, 'source' | 'started' | 'reach' | 'says'> {
  const end = untilEnd();
  let seen = { user: '', command: '', pid: 0 };
  const look = async () => {
    if (end.isOver()) return null;
    seen = (await target.look()) ?? seen;
    return seen;
  };
  return {
    source: elsewhere((handlers) => followStamped(log, end.hearing(handlers))),
    started: null,
    reach: clientReach({ ...target, look, ended: end.ended }),
    says: [`Reads the log of ${log.name}; signals go to its first process.`],
  };
}

/** A log that is on another machine, or that a program of its own prints. */
function elsewhere(follow: (handlers: LogHandlers) => Following): LogSource {
  return { path: null, directory: null, follow: async (handlers) => follow(handlers), readOnce: null };
}
