import { join, resolve } from 'node:path';
import { statOf } from '../../log/files/statOf.ts';

/** A file that a trainer saves without a word, as it is there. */
export interface SilentSave {
  /** As the training sees it: in the output directory that its command names. */
  readonly path: string;
  /** When it was written last, in epoch seconds of the machine. */
  readonly written: number;
}

/** What was started, as far as it says where it saves. */
interface StartedTraining {
  readonly command: readonly string[];
  readonly cwd: string;
}

/**
 * Looks for the files that a trainer saves without a word (`TrainerHabits.silentFiles`) in the directory that the
 * command names with `--output-dir` or `--output_dir`, the newest first. None where it names no directory.
 */
export function silentSaves({ command, cwd }: StartedTraining, names: readonly string[]): readonly SilentSave[] {
  const directory = outputDirectory(command);
  if (directory === null) return [];
  const saves = names.flatMap((name) => {
    const path = join(directory, name);
    const found = statOf(resolve(cwd, path));
    return found?.isFile() === true ? [{ path, written: found.mtimeMs / 1000 }] : [];
  });
  return saves.toSorted((one, other) => other.written - one.written);
}

function outputDirectory(command: readonly string[]): string | null {
  const at = command.findLastIndex((word) => /^--output[-_]dir(?:=|$)/.test(word));
  if (at === -1) return null;
  const [, joined] = /=(.*)$/s.exec(command[at]!) ?? [];
  return joined ?? command[at + 1] ?? null;
}
