import { type CocoSummary, createCocoTable } from './coco.ts';
import { createTraceback } from './traceback.ts';
import type { Emit, TrainerReader } from '../trainer.ts';

/** The grammar of a trainer's own lines, apart from those that any Python program may print. */
export interface TextGrammar {
  /** Reads a line without the blanks at its end. Returns false when the grammar does not explain it. */
  readonly readText: (text: string, emit: Emit, volatile: boolean) => boolean;
  /** Reads a COCO table that is complete; absent where its figures come again in the trainer's own lines. */
  readonly readTable?: (summary: CocoSummary, emit: Emit) => void;
  /** Emits events that were held until another line showed that the last one was complete (`Held`). */
  readonly release?: (emit: Emit) => void;
}

/**
 * The reader of a trainer whose lines are read as text: tracebacks and COCO tables first, then its own grammar. It
 * knows no companions.
 */
export function createTextReader({ readText, readTable, release }: TextGrammar): TrainerReader {
  const traceback = createTraceback();
  const table = createCocoTable();
  return {
    read: (line, emit) => {
      release?.(emit);
      return (
        traceback.read(line, emit) ||
        table.read(line, (summary) => readTable?.(summary, emit)) ||
        readText(line.text().trimEnd(), emit, line.volatile)
      );
    },
  };
}
