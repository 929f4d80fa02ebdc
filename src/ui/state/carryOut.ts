import type { TrainingControl } from '../../stopping/control.ts';
import type { Deed } from './state.ts';

/** Has the keeper do it and says so in one sentence. Throws what the keeper answers. */
export async function carryOutWith(control: TrainingControl, deed: Deed): Promise<string> {
  switch (deed) {
    case 'checkpoint':
      await control.arm({ when: 'checkpoint' });
      return 'It will be stopped after its next save.';
    case 'advice':
      await control.arm({ when: 'advice' });
      return 'It will be stopped once the advice is to stop, after a countdown.';
    case 'call-off':
      await control.cancel();
      return 'The planned stop was called off.';
    case 'pause':
      await control.pause();
      return 'It is paused.';
    case 'resume':
      await control.resume();
      return 'It goes on.';
    case 'SIGINT':
    case 'SIGTERM':
    case 'SIGKILL':
      await control.signal(deed);
      return `${deed} was sent.`;
    default:
      return deed satisfies never;
  }
}
