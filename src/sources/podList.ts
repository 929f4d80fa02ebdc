import * as v from 'valibot';
import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { ScheduledJob } from './scheduled.ts';
import { watchPod } from './watched.ts';

/**
 * The pods that a label selector names (`app=train`), in the namespace of kubectl's own context. Throws a sentence
 * without kubectl or for a selector that it does not take.
 */
export async function podList(selector: string): Promise<readonly ScheduledJob[]> {
  const call = { program: 'kubectl', args: ['get', 'pods', `--selector=${selector}`, '--output=json'] };
  const answer = await callClient(call);
  if (answer.status !== 0) throw new Error(`Kubernetes cannot be asked: ${complaintOf(answer)}.`);
  return parsePods(answer.stdout);
}

/** Reads the JSON of `kubectl get pods`. Throws a sentence for another form. Pure. */
export function parsePods(text: string): readonly ScheduledJob[] {
  const { success, output } = v.safeParse(podsSchema, text);
  if (!success) throw new Error('Kubernetes said something that is no list of pods.');
  return output.items.map(({ metadata, spec, status }) => ({
    id: metadata.name,
    name: metadata.name,
    user: metadata.namespace,
    group: metadata.labels['batch.kubernetes.io/job-name'] ?? metadata.labels['job-name'] ?? null,
    array: null,
    state: states[status.phase] ?? 'waiting',
    node: spec.nodeName ?? null,
    startedAt: status.startTime === undefined ? null : new Date(status.startTime).getTime() / 1000,
    cwd: null,
    open: async () => watchPod({ pod: metadata.name, namespace: metadata.namespace, container: null }, null),
  }));
}

/** Source: Kubernetes, Pod Lifecycle, pod phase. */
const states: Readonly<Record<string, ScheduledJob['state']>> = {
  Pending: 'waiting',
  Running: 'running',
  Succeeded: 'ended',
  Failed: 'failed',
  Unknown: 'running',
};

/** Source: Kubernetes API, core/v1, PodList. */
const podsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    items: v.array(
      v.object({
        metadata: v.object({
          name: v.string(),
          namespace: v.string(),
          labels: v.optional(v.record(v.string(), v.string()), {}),
        }),
        spec: v.object({ nodeName: v.optional(v.string()) }),
        status: v.object({ phase: v.string(), startTime: v.optional(v.pipe(v.string(), v.isoTimestamp())) }),
      }),
    ),
  }),
);
