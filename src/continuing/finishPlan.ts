import type { SavedFile } from '../trainers/afterwards.ts';
import { bestFirst } from '../trainers/kit/saved.ts';
import { shellQuote } from '../words/shellQuote.ts';
import { changedCopy, type WrittenCopy } from './changedCopy.ts';
import { chooseSave } from './chooseSave.ts';
import { freeName } from './freeName.ts';
import { inputProblem } from './inputProblem.ts';
import type { Look } from './look.ts';
import { type Ended, nameOf } from './resumePlan.ts';

/** The command that does what a trainer would have done at its end. */
export interface FinishPlan {
  readonly can: true;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly weights: SavedFile;
  /** What is done, in turn, as commands for a person. */
  readonly steps: readonly { readonly what: 'strip' | 'validate'; readonly command: string }[];
  /** A file of settings to write first. Absolute path; it does not exist, or holds just that. */
  readonly writes: WrittenCopy | null;
  /** The stripped copy that is made; null for none. As the command names it. */
  readonly creates: string | null;
  /** Whether figures come out. */
  readonly isMeasured: boolean;
  /** What a person should know, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Returns the command that brings a training to its end: a stripped copy of the best whole weights where the trainer
 * strips them, and the validation of its own. No weights are written over. Changes nothing: `look` answers what it asks
 * of files.
 */
export function planFinish(ended: Ended, look: Look): FinishPlan | { readonly can: false; readonly reason: string } {
  const { run, trainer, record } = ended;
  if (trainer === null) {
    return refuse(
      'No trainer was recognised in its log, so it is not known how it is finished: see `plateau trainers`.',
    );
  }
  const { afterwards, title, habits } = trainer;
  if (afterwards?.finish === undefined) {
    return refuse(`Plateau does not know the command with which ${title} validates weights: validate them by hand.`);
  }
  const changed = inputProblem(trainer, record, look, true);
  if (changed !== null) return refuse(changed);
  const silent = look.silent(record, habits.silentFiles ?? []);
  const chosen = chooseSave(bestFirst({ run, silent }), [], record.cwd, look);
  if ('reason' in chosen) return refuse(chosen.reason);
  const { path } = chosen.save;
  const stripped = freeName(path, '-stripped', (each) => !look.exists(look.resolve(record.cwd, each)));
  if (stripped === null) return refuse(`There are a hundred stripped copies of ${path} already: remove some.`);
  const finishing = afterwards.finish(
    { name: nameOf(ended, trainer), command: record.command, run, silent, length: null },
    {
      path,
      isStripped: look.isStripped(record.cwd, path),
      stripped,
      python: look.python(record.command, record.cwd),
    },
  );
  if ('refused' in finishing) return refuse(finishing.refused);
  const { gives } = finishing;
  const written = finishing.changed === undefined ? null : changedCopy(finishing.changed, record.cwd, look);
  if (written !== null && 'reason' in written) return refuse(written.reason);
  const steps = finishing.steps(written?.word ?? '');
  const strips = steps.some(({ what }) => what === 'strip');
  return {
    can: true,
    command: asOne(steps.map(({ command }) => command)),
    cwd: record.cwd,
    weights: chosen.save,
    steps: steps.map(({ what, command }) => ({ what, command: quoted(command) })),
    writes: written,
    isMeasured: finishing.isSilent !== true,
    creates: strips ? stripped : null,
    notes: [`It gives: ${gives}`, ...chosen.notes],
  };
}

function refuse(reason: string): { readonly can: false; readonly reason: string } {
  return { can: false, reason };
}

/** Several commands as one, each only when the one before did well. */
function asOne(commands: readonly (readonly string[])[]): readonly string[] {
  const [only] = commands;
  return commands.length === 1 ? only! : ['sh', '-c', commands.map(quoted).join(' && ')];
}

function quoted(command: readonly string[]): string {
  return command.map(shellQuote).join(' ');
}
