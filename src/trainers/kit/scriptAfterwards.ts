import type { Run } from '../../run/run.ts';
import type { Afterwards, EndedTraining, Finishing, Refusal, Resuming } from '../afterwards.ts';
import { callOf, fileOf, scriptCall, type ScriptCall, withOption, withoutOption } from './commandLine.ts';
import { onlyValidates } from './finishing.ts';
import { savedFiles, unknownCommand } from './saved.ts';

/** A trainer that goes on when its script is given a save, with all other arguments as they were. */
export interface ScriptHabits {
  readonly title: string;
  /** How it goes on, for a person whose command is another: `TrainerHabits.resume`. */
  readonly habit: string;
  readonly script: RegExp;
  /** The option that names the save, the usual spelling first; or only a flag, where it finds the save itself. */
  readonly resume: readonly [string, ...string[]];
  readonly isFlag?: true;
  /** Flags that it needs beside that. */
  readonly also?: readonly string[];
  /** Whether its first argument is no option, but a configuration that launchers count on to be the first. */
  readonly isLast?: true;
  /** Options of the same meaning that would contradict it. */
  readonly instead?: readonly string[];
  /** How its arguments say how long it is; absent: they cannot. */
  readonly lengthen?: (args: readonly string[], length: number) => readonly string[];
  readonly longerBy?: Afterwards['longerBy'];
  /** The entries of its saves that it needs to go on. */
  readonly needs: readonly string[];
  /** The call that validates a file, and what comes out beside figures; absent: it has none of its own. */
  readonly validate?: (
    call: ScriptCall,
    file: string,
    run: Run,
  ) => { readonly call: ScriptCall; readonly gives: string };
  /** Whether it forgets its best, and writes over the file of it. */
  readonly spoilsBest?: true;
}

export function scriptAfterwards(habits: ScriptHabits): Afterwards {
  const { validate } = habits;
  return {
    longerBy: habits.lengthen === undefined ? null : (habits.longerBy ?? 'epochs'),
    resume: (ended) => resume(ended, habits),
    resumesFrom: (command) => resumesFrom(command, habits),
    ...(validate === undefined ? {} : { finish: (ended, weights) => finish(ended, weights.path, habits, validate) }),
  };
}

function finish(
  { command, run }: EndedTraining,
  file: string,
  { title, habit, script }: ScriptHabits,
  validate: NonNullable<ScriptHabits['validate']>,
): Finishing | Refusal {
  const call = scriptCall(command, script);
  if (call === null) return unknownCommand(title, habit);
  const { call: validation, gives } = validate(call, file, run);
  return onlyValidates(callOf(validation, validation.args), gives);
}

function resume(ended: EndedTraining, habits: ScriptHabits): Resuming | Refusal {
  const call = scriptCall(ended.command, habits.script);
  if (call === null) return unknownCommand(habits.title, habits.habit);
  const bare = withoutOption(call.args, habits.instead ?? [], 'optional');
  const { length } = ended;
  const args = length === null ? bare : (habits.lengthen?.(bare, length) ?? bare);
  const spoils =
    habits.spoilsBest === true ? ended.run.checkpoints.findLast(({ role }) => role === 'best')?.path : undefined;
  return {
    from: savedFiles(ended),
    needs: habits.needs,
    command: (file) => callOf(call, withResume(args, file, habits)),
    ...(spoils === undefined ? {} : { spoils: [spoils] }),
  };
}

function resumesFrom(
  command: readonly string[],
  { script, resume: names, also = [], isFlag }: ScriptHabits,
): string | null {
  const args = scriptCall(command, script)?.args ?? [];
  const isComplete = isFlag !== true && also.every((flag) => args.includes(flag));
  return isComplete && !args.some((word) => validates.test(word)) ? fileOf(args, names) : null;
}

/** `--eval`, `--test-only`, `--eval-only`: with these a save is only validated. */
const validates = /^--(?:eval|test|val)(?:[-_]only)?$/;

/** Before all other arguments, unless told otherwise: what stands at their end may be a list without an end. */
function withResume(args: readonly string[], file: string, habits: ScriptHabits): string[] {
  const { resume: names, also = [], isFlag, isLast } = habits;
  const flags = [...also, ...(isFlag === true ? [names[0]] : [])];
  const named = isFlag === true ? [] : [names[0], file];
  const rest = withoutOption(withoutOption(args, flags, 0), isFlag === true ? [] : names, 'optional');
  return isLast === true ? [...rest, ...flags, ...named] : [...flags, ...named, ...rest];
}

/** `--epochs N`. */
export function byOption(...names: readonly [string, ...string[]]): NonNullable<ScriptHabits['lengthen']> {
  return (args, length) => withOption(args, names, String(length));
}

/** `NAME N` at the end of the arguments, as Detectron2 and YOLOX take the settings of their configuration. */
export function byTrailing(name: string): NonNullable<ScriptHabits['lengthen']> {
  return (args, length) => {
    const at = args.indexOf(name);
    return at === -1 ? [...args, name, String(length)] : args.with(at + 1, String(length));
  };
}

/** `OPTION a=1 NAME=N`: one more setting in the list that belongs to an option. */
export function byListed(option: string, name: string): NonNullable<ScriptHabits['lengthen']> {
  return (args, length) => {
    const rest = args.filter((word) => !word.startsWith(`${name}=`));
    const at = rest.indexOf(option);
    const setting = `${name}=${length}`;
    return at === -1 ? [...rest, option, setting] : rest.toSpliced(at + 1, 0, setting);
  };
}

/** A script that validates when it is given a flag beside the file: `--test-only --resume FILE`. */
export function byFlag(flag: string, file: readonly [string, ...string[]]): NonNullable<ScriptHabits['validate']> {
  return (call, path) => ({
    call: {
      ...call,
      args: [flag, file[0], path, ...withoutOption(withoutOption(call.args, file, 'optional'), [flag], 0)],
    },
    gives: 'What it prints, and nothing else.',
  });
}
