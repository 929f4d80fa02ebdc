import { type ClientAnswer, complaintOf } from '../../processes/remote/clientAnswer.ts';
import { exitStatuses } from '../../words/exitStatus.ts';
import { shellQuote } from '../../words/shellQuote.ts';
import { noPlateau } from './serveScript.ts';
import type { HostFailure } from './hostStep.ts';

/**
 * Why a host serves nothing, by how its `ssh` has ended; ssh itself ends with 255 where it does not get there (ssh(1)).
 * What only a person can mend is tried again seldom: a server may shut out who fails to log in too often.
 */
export function sshFailure(host: string, answer: Pick<ClientAnswer, 'status' | 'stderr'>): HostFailure {
  const name = shellQuote(host);
  const { status, stderr } = answer;
  if (status === noPlateau) {
    return { problem: 'Plateau is not installed there.', remedy: `plateau install ${name}`, patience: seldom };
  }
  if (status === exitStatuses.wrongArguments && stderr.includes('Unknown command')) {
    return { problem: 'The Plateau there is too old.', remedy: `plateau upgrade ${name}`, patience: seldom };
  }
  const said = complaintOf(answer);
  if (status === 255 && /Permission denied|Too many authentication failures/.test(stderr)) {
    const problem = `It lets nobody in without being asked (${said}): ssh has to log in there with a key or an agent.`;
    return { problem, remedy: `ssh-copy-id ${name}`, patience: seldom };
  }
  if (status === 255 && /Host key verification failed|HOST IDENTIFICATION HAS CHANGED/.test(stderr)) {
    const problem = `Its host key is not the known one (${said}): make sure that it is the machine you mean.`;
    return { problem, remedy: `ssh ${name}`, patience: seldom };
  }
  return { problem: status === 0 ? 'The line was closed.' : `ssh says: ${said}.`, remedy: null, patience: null };
}

/** Another version of the protocol, or of Plateau, which says so itself. */
export function versionFailure(host: string, release: string): HostFailure {
  const problem = `The Plateau there (${release}) speaks another version of the protocol.`;
  return { problem, remedy: `plateau upgrade ${shellQuote(host)}`, patience: seldom };
}

/** Seconds. */
const seldom = 300;
