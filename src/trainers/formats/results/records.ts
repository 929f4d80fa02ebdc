import { type JsonRecord, numberIn, recordIn } from '../../../log/formats/jsonRecord.ts';
import type { EvaluationRead } from '../../../run/events.ts';
import { unknownEvaluation } from '../../kit/printed.ts';
import type { Emit, FileGrammar } from '../../trainer.ts';

/** A file of JSON records, one a line, that is known by the keys of one. */
export function recordsGrammar(
  trainer: string,
  isOwn: (record: JsonRecord) => boolean,
  createRecordReader: () => (record: JsonRecord, emit: Emit) => void,
): FileGrammar {
  return {
    trainer,
    recognise: (line) => {
      const record = recordIn(line);
      return record !== null && isOwn(record);
    },
    createReader: () => {
      const readRecord = createRecordReader();
      return {
        read(line, emit) {
          if (line.start === line.end) return true;
          const record = recordIn(line);
          if (record === null) return false;
          readRecord(record, emit);
          return true;
        },
      };
    },
  };
}

/** The first key of the record that matches; null when none does. */
export function keyOf(record: JsonRecord, pattern: RegExp): string | null {
  return Object.keys(record).find((key) => pattern.test(key)) ?? null;
}

/** All numbers of a record with their keys. */
export function numbersIn(record: JsonRecord): [string, number][] {
  return Object.keys(record).flatMap((key) => {
    const value = numberIn(record, key);
    return value === null ? [] : [[key, value]];
  });
}

/** Returns null for -1, which COCO writes where there was nothing to measure, and for what is not finite. */
export function measured(value: number | null): number | null {
  return value === null || !Number.isFinite(value) || value < 0 ? null : value;
}

/** An evaluation with all digits, of which only the mAP is known. */
export function exactEvaluation(
  at: Pick<EvaluationRead, 'iteration' | 'epoch'>,
  map50: number | null,
  map50To95: number | null,
): EvaluationRead {
  return { ...unknownEvaluation, ...at, map50, map50To95, exact: true };
}
