import { type LineRule, readByRule } from '../../kit/lineRules.ts';
import { metricOf, unknownEpoch, unknownEvaluation } from '../../kit/printed.ts';
import { numberOf } from '../../kit/numbers.ts';
import type { Emit } from '../../trainer.ts';

/**
 * Reads what RF-DETR logs of its best weights since it trains with Lightning (1.5): only epochs that are better than
 * all before them are told, 0-based, by their mAP50-95. Its first line may be of the sanity check, which the epoch's
 * own replaces. Source: rfdetr/training/callbacks/best_model.py. Returns false for other messages.
 */
export function readBestMessage(text: string, emit: Emit): boolean {
  return readByRule(messages, text.trimEnd(), emit);
}

const messages: readonly LineRule<[emit: Emit]>[] = [
  {
    line: /^Best (?:EMA|regular) mAP improved to (\d\.\d{4}) \(epoch (\d+)\)$/,
    read: ([, map, epoch], emit) => {
      const at = Number(epoch) + 1;
      emit({ ...unknownEpoch, epoch: at });
      emit({ ...unknownEvaluation, epoch: at, map50To95: metricOf(numberOf(map!) ?? undefined) });
    },
  },
  {
    line: /^Best (?:EMA|regular) mAP saved to (.+\.pth)(?: \(epoch (\d+)\))?$/,
    read: ([, path, epoch], emit) => {
      const at = epoch === undefined ? null : Number(epoch) + 1;
      emit({ type: 'checkpoint', path: path!, at, role: 'best' });
    },
  },
];
