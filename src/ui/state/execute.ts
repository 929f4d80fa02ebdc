import type { TrainingControl } from '../../stopping/control.ts';
import type { TrainingAction } from './state.ts';

/** Executes an action on the training and returns a sentence on it. Rejects with the answer of the keeper. */
export async function executeAction(control: TrainingControl, action: TrainingAction): Promise<string> {
  switch (action) {
    case 'checkpoint':
      await control.arm({ when: 'checkpoint' });
      return 'It will be stopped after its next save.';
    case 'advice':
      await control.arm({ when: 'advice' });
      return 'It will be stopped once the advice is to stop, after a countdown.';
    case 'call-off': {
      const what = control.armed() === null ? (control.held()?.signal ?? null) : null;
      await control.cancel();
      return `${what ?? 'The planned stop'} was called off.`;
    }
    case 'pause':
      await control.pause();
      return 'It is paused.';
    case 'resume':
      await control.resume();
      return 'It was resumed.';
    case 'anyway': {
      const held = control.held();
      if (held === null) return 'No signal waits for a save any more.';
      await control.signal(held.signal, { evenIfSaving: true });
      return `${held.signal} was sent in the middle of a save.`;
    }
    case 'SIGINT':
    case 'SIGTERM':
    case 'SIGKILL':
      await control.signal(action);
      return `${action} was sent.`;
    default:
      return action satisfies never;
  }
}
