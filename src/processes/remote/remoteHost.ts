import type { ProcessIdentity } from '../processFacts.ts';
import { callClient, complaintOf } from './client.ts';
import { familyOf } from '../kin.ts';
import type { Place } from './place.ts';
import type { ProcessHost, Recipients } from '../processHost.ts';
import { parseProcesses, type RemoteProcesses } from './remoteProcesses.ts';
import { processesScript, signalScript } from './remoteScripts.ts';

/** The processes of another machine, asked through its client each time. */
export function remoteHost(place: Place): ProcessHost {
  let names: ReadonlyMap<number, string> = new Map();
  let user: number | null = null;

  async function run(script: string, words: readonly string[]): Promise<string> {
    const answer = await callClient(place.call(script, words, false));
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
    family: async (identities) => {
      const { all } = await look();
      const isKnown = (pid: number, startTime: number | null) =>
        identities.some((each) => each.pid === pid && each.startTime === startTime);
      const family = familyOf(
        all.filter((facts) => isKnown(facts.pid, facts.startTime)).map(({ pid }) => pid),
        all,
      );
      return all.filter(({ pid }) => family.has(pid));
    },
    send: async (signal, to) => {
      await run(signalScript, [signal.slice('SIG'.length), ...wordsOf(to)]);
    },
  };
}

function wordsOf(to: Recipients): readonly string[] {
  const word = ({ pid, startTime }: ProcessIdentity): string => `${pid}:${startTime ?? ''}`;
  return to.kind === 'group' ? [`-${word(to.leader)}`] : to.processes.map(word);
}
