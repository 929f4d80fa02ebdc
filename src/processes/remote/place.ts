import type { ClientCall } from './client.ts';
import { shellQuote } from '../../words/shellQuote.ts';

/** Somewhere else, where a one-line script for `sh` can be run with arguments. */
export interface Place {
  /** What to call it: `gpu-box`, `node n1 of job 42`. */
  readonly name: string;
  /** `asks`: a person is there who may be asked for a password. */
  readonly call: (script: string, args: readonly string[], asks: boolean) => ClientCall;
}

/**
 * A machine that the user's own `ssh` reaches, with the user's own configuration. What sshd runs goes through the login
 * shell there, so that every word is quoted. A dead connection is noticed within a minute. Throws a sentence for a name
 * that `ssh` would take for an option.
 */
export function sshPlace(host: string): Place {
  if (host.startsWith('-') || host.trim() === '')
    throw new Error(`A host is named as ssh knows it, such as user@gpu-box, not \`${host}\`.`);
  return {
    name: host,
    call: (script, args, asks) => ({
      program: 'ssh',
      args: [
        '-T',
        ...['ConnectTimeout=10', 'ServerAliveInterval=15', 'ServerAliveCountMax=3'].flatMap((option) => ['-o', option]),
        ...(asks ? [] : ['-o', 'BatchMode=yes']),
        '--',
        host,
        ['exec', 'sh', '-c', script, 'plateau', ...args].map(shellQuote).join(' '),
      ],
    }),
  };
}

/**
 * The first node of a Slurm job, in a step of the job's own that shares its resources (`--overlap`, srun(1)). `srun`
 * uses no shell.
 */
export function jobPlace(job: string, node: string): Place {
  return {
    name: `node ${node} of job ${job}`,
    call: (script, args) => ({
      program: 'srun',
      args: [
        `--jobid=${job}`,
        '--overlap',
        '--nodes=1',
        '--ntasks=1',
        `--nodelist=${node}`,
        '--quiet',
        'sh',
        '-c',
        script,
        'plateau',
        ...args,
      ],
    }),
  };
}

/** The inside of a Docker container, which needs a `sh`. */
export function containerPlace(name: string): Place {
  return {
    name: `container ${name}`,
    call: (script, args) => ({
      program: 'docker',
      args: ['exec', '--interactive', name, 'sh', '-c', script, 'plateau', ...args],
    }),
  };
}

/** The inside of a Kubernetes pod; `where` is its namespace and container as `kubectl` takes them. */
export function podPlace(pod: string, where: readonly string[]): Place {
  return {
    name: `pod ${pod}`,
    call: (script, args) => ({
      program: 'kubectl',
      args: ['exec', '--stdin', pod, ...where, '--', 'sh', '-c', script, 'plateau', ...args],
    }),
  };
}
