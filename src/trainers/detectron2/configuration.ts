import type { Plan } from '../../run/events.ts';
import { numberOf } from '../kit/numbers.ts';
import type { Emit } from '../trainer.ts';
import type { Memory } from './memory.ts';

/** The dump of the configuration is over when another record follows; one that was cut off says nothing. */
export function endConfiguration(memory: Memory, emit: Emit): void {
  const text = memory.configuration;
  memory.configuration = null;
  if (text === null) return;
  const integer = (key: string): number | null => {
    const digits = new RegExp(String.raw`^ +${key}: (\d+)$`, 'm').exec(text)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  memory.planned = integer('MAX_ITER');
  memory.evaluateEvery = integer('EVAL_PERIOD');
  const list = /^ +STEPS:(?: \(([\d, ]*)\)| \[([\d, ]*)\]|((?:\n +- \d+)+))$/m.exec(text);
  const printed = list?.[1] ?? list?.[2] ?? list?.[3] ?? '';
  const steps = [...new Set(Array.from(printed.matchAll(/\d+/g), ([step]) => Number(step)))];
  const gamma = numberOf(/^ +GAMMA: (\S+)$/m.exec(text)?.[1] ?? '');
  const cosine = /^ +LR_SCHEDULER_NAME: WarmupCosineLR$/m.test(text);
  const plan: Partial<Plan> = {
    ...(memory.planned === null ? {} : { iterations: memory.planned }),
    ...(cosine || steps.length === 0 ? {} : { steps, scales: steps.map(() => gamma ?? 0.1) }),
    schedule: cosine ? 'cosine' : 'steps',
    warmUp: integer('WARMUP_ITERS'),
    batch: integer('IMS_PER_BATCH'),
    checkpointEvery: integer('CHECKPOINT_PERIOD'),
  };
  emit({ type: 'plan', plan });
}
