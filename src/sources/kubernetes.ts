import { callClient, complaintOf } from '../processes/remote/client.ts';
import type { ClientTarget } from '../stopping/foreign/clientControl.ts';
import type { StampedLog } from './followStamped.ts';

export interface PodOptions {
  readonly pod: string;
  readonly namespace: string | null;
  readonly container: string | null;
}

/**
 * A Kubernetes pod: its log, and how it is stopped: by a shell in the container that signals process 1 there, since `kill` itself is in no slim image.
 * Throws a sentence when there is no such pod or no kubectl.
 */
export async function kubernetesPod({
  pod,
  namespace,
  container,
}: PodOptions): Promise<{ readonly log: StampedLog; readonly target: ClientTarget }> {
  for (const [flag, value] of [
    ['k8s', pod],
    ['namespace', namespace],
    ['container', container],
  ] as const) {
    if (value !== null && !/^[a-z0-9][a-z0-9.-]*$/.test(value)) {
      throw new Error(`--${flag} takes a name of small letters, digits, - and ., not \`${value}\`.`);
    }
  }
  const where = namespace === null ? [] : [`--namespace=${namespace}`];
  const inside = container === null ? [] : [`--container=${container}`];
  const name = `pod ${pod}${container === null ? '' : `, container ${container}`}`;
  const ask = async () => {
    const answer = await callClient({ program: 'kubectl', words: ['get', 'pod', pod, ...where, '--output=json'] });
    return { answer, found: answer.status === 0 ? parsePod(answer.stdout, container) : null };
  };
  const { answer, found } = await ask();
  if (found === null) throw new Error(`Kubernetes knows no ${name}: ${complaintOf(answer)}.`);
  return {
    log: {
      name,
      tellsErrorsApart: false,
      call: ({ since, follow }) => ({
        program: 'kubectl',
        words: [
          'logs',
          pod,
          ...where,
          ...inside,
          '--timestamps=true',
          ...(follow ? ['--follow=true'] : []),
          ...(since === null ? [] : [`--since-time=${since}`]),
        ],
      }),
      isOver: async () => (await ask()).found?.running !== true,
    },
    target: {
      name,
      call: (signal) => {
        if (signal === 'SIGKILL' || signal === 'SIGSTOP') {
          const instead =
            signal === 'SIGKILL'
              ? `; delete the pod instead: kubectl delete pod ${pod} ${where.join(' ')}`.trimEnd()
              : '';
          return `${signal} was not sent: the kernel does not let process 1 of a container be killed or halted from inside${instead}.`;
        }
        const script = `kill -${signal.slice(3)} 1`;
        return { program: 'kubectl', words: ['exec', pod, ...where, ...inside, '--', 'sh', '-c', script] };
      },
      look: async () => {
        const { answer: now, found: sight } = await ask();
        if (sight === null && !/not ?found/i.test(now.stderr)) throw new Error(`kubectl says: ${complaintOf(now)}.`);
        return sight?.running === true ? { user: 'its own user', command: sight.command, pid: 1 } : null;
      },
    },
  };
}

/** Reads the JSON of `kubectl get pod`: of the container that is named, else the first; null when it is none. Pure. */
function parsePod(
  text: string,
  container: string | null,
): { readonly running: boolean; readonly command: string } | null {
  try {
    const found: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly image: string;
          readonly command?: readonly string[];
          readonly args?: readonly string[];
        }[];
      };
      readonly status: {
        readonly containerStatuses?: readonly {
          readonly name: string;
          readonly state: { readonly running?: unknown };
        }[];
      };
    } = JSON.parse(text);
    const chosen = found.spec.containers.find(({ name }) => container === null || name === container);
    if (chosen === undefined) return null;
    const status = found.status.containerStatuses?.find(({ name }) => name === chosen.name);
    const command = [...(chosen.command ?? []), ...(chosen.args ?? [])].join(' ');
    return { running: status?.state.running !== undefined, command: command === '' ? chosen.image : command };
  } catch {
    return null;
  }
}
