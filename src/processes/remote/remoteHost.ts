import type { Host, Recipients } from '../host.ts';
import type { ProcessIdentity } from '../processFacts.ts';
import { familyOf } from '../training.ts';
import { callClient } from './client.ts';
import { complaintOf } from './clientAnswer.ts';
import type { Place } from './place.ts';
import { parseOpenFiles, parseProcesses, type RemoteProcesses } from './remoteProcesses.ts';
import { openFilesScript, processesScript, signalScript } from './remoteScripts.ts';

/** The processes of another machine, asked through its client each time. */
export function remoteHost(place: Place): Host {
  let names: ReadonlyMap<number, string> = new Map();
  let user: number | null = null;

  async function run(script: string, args: readonly string[]): Promise<string> {
    const answer = await callClient(place.call(script, args, false));
    if (answer.status !== 0) throw new Error(`${place.name} could not be asked: ${complaintOf(answer)}.`);
    return answer.stdout;
  }

  async function look(): Promise<RemoteProcesses> {
    const processes = parseProcesses(await run(processesScript, []));
    if (processes.all.length === 0)
      throw new Error(`${place.name} has no /proc that could be read, so that nothing there can be stopped.`);
    ({ user, users: names } = processes);
    return processes;
  }

  return {
    name: place.name,
    user: async () => user ?? (await look()).user,
    userName: async (number) => names.get(number) ?? `user ${number}`,
    family: async (training) => {
      const { all } = await look();
      const family = familyOf(all, training);
      return all.filter(({ pid }) => family.has(pid));
    },
    openFiles: async (pids) => parseOpenFiles(await run(openFilesScript, pids.map(String))),
    send: async (signal, to) => {
      await run(signalScript, [signal.slice('SIG'.length), ...targetsOf(to)]);
      return true;
    },
  };
}

/** Targets as `signalScript` takes them. */
function targetsOf(to: Recipients): readonly string[] {
  const name = ({ pid, startTime }: ProcessIdentity): string => `${pid}:${startTime ?? ''}`;
  switch (to.kind) {
    case 'group':
      return [`-${to.group}=${name(to.member)}`];
    case 'processes':
      return to.processes.map((identity) => `${identity.pid}=${name(identity)}`);
    default:
      return to satisfies never;
  }
}
