import * as v from 'valibot';
import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { ClientTarget } from '../stopping/driver/clientReach.ts';
import type { StampedLog } from './followStamped.ts';

export interface PodOptions {
  readonly pod: string;
  readonly namespace: string | null;
  readonly container: string | null;
}

/**
 * Opens the log of a Kubernetes pod, with the way to stop it: a shell in the container signals process 1, since slim
 * images have no `kill`. Throws a sentence without such a pod or without kubectl.
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
      throw new Error(`--${flag} expects a name of lower-case letters, digits, - and ., not \`${value}\`.`);
    }
  }
  const where = namespace === null ? [] : [`--namespace=${namespace}`];
  const inside = container === null ? [] : [`--container=${container}`];
  const name = `pod ${pod}${container === null ? '' : `, container ${container}`}`;
  const ask = async () => {
    const answer = await callClient({ program: 'kubectl', args: ['get', 'pod', pod, ...where, '--output=json'] });
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
        args: [
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
        return { program: 'kubectl', args: ['exec', pod, ...where, ...inside, '--', 'sh', '-c', script] };
      },
      look: async () => {
        const { answer: now, found: observation } = await ask();
        if (observation === null && !/not ?found/i.test(now.stderr))
          throw new Error(`kubectl says: ${complaintOf(now)}.`);
        return observation?.running === true ? { user: 'its own user', command: observation.command, pid: 1 } : null;
      },
    },
  };
}

/** Reads the JSON of `kubectl get pod` for the container that is named, else the first; null for another form. Pure. */
function parsePod(
  text: string,
  container: string | null,
): { readonly running: boolean; readonly command: string } | null {
  const { success, output } = v.safeParse(podSchema, text);
  if (!success) return null;
  const { spec, status } = output;
  const chosen = spec.containers.find(({ name }) => container === null || name === container);
  if (chosen === undefined) return null;
  const found = status.containerStatuses.find(({ name }) => name === chosen.name);
  const command = [...chosen.command, ...chosen.args].join(' ');
  return { running: found?.state.running !== undefined, command: command === '' ? chosen.image : command };
}

const args = v.optional(v.array(v.string()), []);

/** Source: Kubernetes API, core/v1, Pod. */
const podSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    spec: v.object({
      containers: v.array(v.object({ name: v.string(), image: v.string(), command: args, args })),
    }),
    status: v.object({
      containerStatuses: v.optional(
        v.array(v.object({ name: v.string(), state: v.object({ running: v.optional(v.unknown()) }) })),
        [],
      ),
    }),
  }),
);
