import type { AdviceSettings } from '../advisor/verdict.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { rewriteEvery } from './defaults.ts';
import type { FollowedTraining, FollowListeners } from './followTraining.ts';
import { errorMessage } from '../words/errors.ts';

/** What to do with what is read, and with the sentence that says why nothing can be. */
export interface PatientListeners extends FollowListeners {
  readonly onProblem: (problem: string) => void;
}

/**
 * As `followTraining`, ready at once and never failing: a log that cannot be read now is tried again. The advisor and
 * the grammars of the trainers are loaded only here, so that a keeper that needs none of them stays small.
 */
export function followPatiently(
  record: () => RunRecord,
  settings: AdviceSettings,
  { onEvent, onRead, onProblem }: PatientListeners,
): FollowedTraining {
  let training: FollowedTraining | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;

  const open = async (): Promise<void> => {
    try {
      const { followTraining } = await import('./followTraining.ts');
      const opened = await followTraining(record, settings, {
        onEvent,
        onRead: () => {
          if (!isClosed && training !== null) {
            onRead();
          }
        },
      });
      if (isClosed) {
        opened.close();
        return;
      }

      training = opened;
      onRead();
    } catch (error) {
      onProblem(errorMessage(error));
      if (!isClosed) {
        retry = setTimeout(() => void open(), rewriteEvery * 1000);
      }
    }
  };

  void open();
  return {
    habits: () => training?.habits() ?? null,
    verdict: (now) => training?.verdict(now) ?? null,
    close: () => {
      isClosed = true;
      clearTimeout(retry);
      training?.close();
    },
  };
}
