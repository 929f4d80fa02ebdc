import type {
  Afterwards,
  ChangedCopy,
  EndedTraining,
  Finishing,
  KeptWeights,
  Refusal,
  Restart,
  Resuming,
} from '../../afterwards.ts';
import { optionsOf } from '../../kit/commandLine.ts';
import { onlyValidates } from '../../kit/finishing.ts';
import { bestFirst, savedFiles, unknownCommand } from '../../kit/saved.ts';
import { findTrainCall, type TrainCall } from '../companions/companions.ts';
import { demoFinishing, demoResumesFrom, demoResuming } from './demo.ts';

/**
 * Darknet goes on from any of its weights, which hold how many images they have seen, without `-clear`. Those of the
 * optimizer are not saved: its momentum begins anew. Sources: parser.c (load_weights_upto), detector.c.
 */
export function darknetAfterwards(title: string, habit: string): Afterwards {
  return {
    longerBy: 'iterations',
    resume: (ended) => demoResuming(ended) ?? resume(ended, title, habit),
    resumesFrom: (command) => demoResumesFrom(command) ?? resumesFrom(command),
    restart: (ended) => restart(ended, title, habit),
    finish: (ended, weights) => finish(ended, weights, title, habit),
  };
}

function resume(ended: EndedTraining, title: string, habit: string): Resuming | Refusal {
  const call = findTrainCall(ended.command);
  if (call === null || call.configuration === null) return unknownCommand(title, habit);
  const spoils = ended.run.checkpoints.findLast(({ role }) => role === 'best')?.path;
  return {
    from: savedFiles(ended, ['last', 'numbered', 'final']),
    needs: [],
    command: (file, copy) => withWeights(ended.command, call, file, ended.length === null ? null : copy),
    ...(ended.length === null ? {} : { changed: longer(ended.command[call.configuration]!, ended.length) }),
    ...(spoils === undefined ? {} : { spoils: [spoils] }),
  };
}

/** Weights hold how many images they have seen, from which it counts on, but with `-clear`. */
function resumesFrom(command: readonly string[]): string | null {
  const { weights = null } = findTrainCall(command) ?? {};
  const isAnew = weights === null || command.some((word) => /^--?clear$/.test(word));
  return isAnew ? null : command[weights]!;
}

function restart(ended: EndedTraining, title: string, habit: string): Restart | Refusal {
  const call = findTrainCall(ended.command);
  if (call === null || call.configuration === null) return unknownCommand(title, habit);
  return {
    from: bestFirst(ended),
    command: (file, copy) => [...withWeights(ended.command, call, file, copy), '-clear'],
    changed: slower(ended.command[call.configuration]!),
    spoils: savedFiles({ run: ended.run, silent: [] }, ['best', 'last', 'final']).map(({ path }) => path),
    notes: [
      'Numbered weights are written over when it comes to their iterations: move those away that you want to keep.',
    ],
    difference: 'counted from 0, with a tenth of the learning rate',
  };
}

/**
 * `detector map` evaluates as `-map` does while training. pjreddie's has none: its `detector valid` writes what it
 * detects, for the tools of a benchmark, and its `detector recall` reads a list whose path is built in
 * (examples/detector.c).
 */
function finish(ended: EndedTraining, { path }: KeptWeights, title: string, habit: string): Finishing | Refusal {
  const demo = demoFinishing(ended, path);
  if (demo !== null) return demo;
  const { command } = ended;
  const call = findTrainCall(command);
  if (call === null || call.configuration === null) return unknownCommand(title, habit);
  const files = [command[call.data]!, command[call.configuration]!, path];
  const program = command.slice(0, call.program + 1);
  if (ended.name !== 'darknet-pjreddie') {
    const flags = optionsOf(command, [['-points'], ['-iou_thresh'], ['-thresh'], ['-i']]);
    return onlyValidates([...program, 'detector', 'map', ...files, ...flags], 'A table of classes.');
  }
  return {
    steps: (copy) => [{ what: 'validate', command: [...program, 'detector', 'valid', copy, ...files.slice(1)] }],
    changed: {
      source: files[0]!,
      change: (text, folder) => `${text.replaceAll(/^\s*results\s*=.*$/gm, '').trimEnd()}\nresults = ${folder}\n`,
      what: 'results of its own',
    },
    isSilent: true,
    gives:
      'No mAP, since this Darknet computes none: what it detects in the validation images, a file for each class, beside the copy of the .data file.',
  };
}

/** `darknet detector train DATA CFG FILE`, with all other words as they are but `-clear`. */
function withWeights(
  command: readonly string[],
  { configuration, weights }: TrainCall,
  file: string,
  copy: string | null,
): readonly string[] {
  const at = configuration!;
  const configured = copy === null ? command : command.with(at, copy);
  const named = weights === null ? configured.toSpliced(at + 1, 0, file) : configured.with(weights, file);
  return named.filter((word) => !/^--?clear$/.test(word));
}

/** Darknet names its weights after the .cfg, so that the copy has the same name, in another folder. */
function longer(source: string, length: number): ChangedCopy {
  return {
    source,
    change: (text) => replaced(text, /^([ \t]*max_batches[ \t]*=[ \t]*)\d+/m, () => String(length)),
    what: `max_batches=${length}`,
  };
}

function slower(source: string): ChangedCopy {
  return {
    source,
    change: (text) =>
      replaced(text, /^([ \t]*learning_rate[ \t]*=[ \t]*)([\d.eE-]+)/m, (rate) => String(Number(rate) / 10)),
    what: 'learning_rate divided by 10',
  };
}

/** The text with what follows the first group replaced; null where it is not there. */
function replaced(text: string, pattern: RegExp, value: (old: string) => string): string | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const border = match.index + match[1]!.length;
  const end = match.index + match[0].length;
  return `${text.slice(0, border)}${value(text.slice(border, end))}${text.slice(end)}`;
}
