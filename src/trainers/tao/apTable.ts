import type { ClassResult } from '../../run/events.ts';
import type { Held } from '../kit/held.ts';
import { finiteOf, numberOf } from '../kit/numbers.ts';
import { metricOf, unknownEpoch, unknownEvaluation } from '../kit/printed.ts';
import type { Emit } from '../trainer.ts';

/** Reads the table of NVIDIA TAO's networks that train with Keras, at an IoU of 0.5. */
export interface ApTable {
  /** Returns whether the line is one of the table's or of the loss behind it. */
  readonly read: (text: string, epoch: number | null, held: Held, emit: Emit) => boolean;
}

/**
 *     Start to calculate AP for each class
 *     *******************************
 *     bicycle       AP    0.44239
 *                   mAP   0.55303
 *     *******************************
 *     Validation loss: 24.070940362401757
 *
 * Only TAO prints it: whatever was taken for Keras is TAO's from there on. Source: nvidia_tao_tf1/cv/common/callbacks,
 * detection_metric_callback.py.
 */
export function createApTable(): ApTable {
  let isOpen = false;
  let isNamed = false;
  let map: number | null = null;
  let classes: ClassResult[] = [];

  function readRow(text: string): boolean {
    const at = text.lastIndexOf('AP   ');
    const value = at === -1 ? null : finiteOf(text.slice(at + 'AP   '.length).trim());
    if (at === -1 || (value === null && !text.endsWith('nan'))) return false;
    const name = text.slice(0, at).trim();
    if (name === 'm') map = value;
    else classes.push({ name, ap: metricOf(value ?? undefined), truePositives: null, falsePositives: null });
    return true;
  }

  function close(epoch: number | null, emit: Emit): void {
    isOpen = false;
    if (map !== null && epoch !== null) {
      if (!isNamed) emit({ type: 'trainer', name: 'tao', version: null });
      isNamed = true;
      emit({ ...unknownEvaluation, epoch, map50: metricOf(map) });
      emit({ type: 'classes', classes });
    }
    map = null;
    classes = [];
  }

  return {
    read: (text, epoch, held, emit) => {
      if (text === stars) {
        if (isOpen && (map !== null || classes.length > 0)) close(epoch, emit);
        else isOpen = true;
        return true;
      }
      if (isOpen) return readRow(text);
      const loss = text.startsWith('Validation loss: ') ? numberOf(text.slice('Validation loss: '.length)) : null;
      if (loss !== null && epoch !== null) held.hold({ ...unknownEpoch, epoch, validationLoss: loss });
      return loss !== null || chatter.test(text);
    },
  };
}

const stars = '*'.repeat(31);
const chatter = /^(?:Producing predictions: |Start (?:to calculate AP for each class|multi-thread per-image matching))/;
