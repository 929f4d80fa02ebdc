import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import { chooseWriter } from '../processes/chooseWriter.ts';
import type { Place } from '../processes/remote/place.ts';
import { parseProcesses } from '../processes/remote/remoteProcesses.ts';
import { remoteStatus, writersScript } from '../processes/remote/remoteScripts.ts';
import type { NoWriter, Writer } from './writer.ts';

/**
 * Finds the process that writes a file on another machine, as `findWriter` does here. `started` is null, since the
 * files that its command names are there. May ask the user for a password. Throws a sentence when the machine is
 * unreachable or has no such file.
 */
export async function findRemoteWriter(place: Place, path: string): Promise<Writer | NoWriter> {
  const answer = await callClient(place.call(writersScript, [path], true), { asks: true });
  if (answer.status !== 0)
    throw new Error(
      sentenceFor(place, path, answer.status) ?? `${place.name} could not be asked: ${complaintOf(answer)}.`,
    );
  const { all, users, booted, holders, feeders } = parseProcesses(answer.stdout);
  const facts = new Map(all.map((each) => [each.pid, each]));
  const startedAt = (pid: number): number => facts.get(pid)?.startTime ?? Infinity;
  const { pid, carriers, others, keepers } = chooseWriter(holders, all, (each) => feeders.get(each) ?? [], startedAt);
  const writer = pid === null ? undefined : facts.get(pid);
  if (writer === undefined) {
    return {
      reason:
        all.length === 0
          ? `Who writes this log is not known, because ${place.name} has no /proc that could be read; it can be watched, but not stopped.`
          : keepers.length > 0
            ? `${path} is written by ${keepers.join(', ')}, which is not the training itself; it can be watched, but not stopped from here.`
            : `No process of this user on ${place.name} has ${path} open for writing; it can be watched, but not stopped.`,
    };
  }
  return {
    identity: { pid: writer.pid, startTime: writer.startTime },
    command: writer.command,
    user: users.get(writer.user) ?? `user ${writer.user}`,
    // Ticks of 1/100 s: see `startInstant`.
    since: booted === null || writer.startTime === null ? null : booted + writer.startTime / 100,
    ignoresInterrupt: writer.ignoresInterrupt,
    started: null,
    carriers: carriers.map((each) => ({ pid: each, startTime: facts.get(each)?.startTime ?? null })),
    others,
  };
}

/** Returns what the exit status of a script says of the file, as a sentence; null if nothing. */
export function sentenceFor(place: Place, path: string, status: number | null): string | null {
  switch (status) {
    case remoteStatus.missing:
      return `${place.name} has no file ${path}; name the file that the trainer writes there, from the home directory or with its whole path.`;
    case remoteStatus.directory:
      return `${path} on ${place.name} is a directory; name the log file in it.`;
    case remoteStatus.unreadable:
      return `${path} on ${place.name} may not be read by this user; read it as its owner, or allow it with \`chmod a+r\` there.`;
    default:
      return null;
  }
}
