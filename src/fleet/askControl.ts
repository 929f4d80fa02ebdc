import type { TrainingControl } from '../stopping/control.ts';
import type { MemberRequest } from './request.ts';

/** Asks the control of a training for what concerns its stop. Rejects with a sentence when it is refused. */
export async function askControl(
  control: TrainingControl,
  asked: Exclude<MemberRequest, { ask: 'describe' | 'remove' }>,
): Promise<void> {
  switch (asked.ask) {
    case 'stop':
      await control.arm(asked.plan);
      return;
    case 'cancel':
    case 'pause':
    case 'resume':
      await control[asked.ask]();
      return;
    default:
      asked satisfies never;
  }
}
