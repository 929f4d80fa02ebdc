import type { Companion } from '../../trainer.ts';

/** Where the words of a training's command stand: `darknet detector train DATA CFG [WEIGHTS] [flags]`. */
export interface TrainCall {
  readonly program: number;
  readonly data: number;
  /** Null where the command names none. */
  readonly configuration: number | null;
  readonly weights: number | null;
}

/**
 * Finds a training in a command, also behind `stdbuf`, `nice`, `env` or a path, and with the flags that hank-ai's
 * allows before and between. Null for any other command.
 */
export function findTrainCall(command: readonly string[]): TrainCall | null {
  const program = command.findIndex((word) => /^(?:.*[\\/])?darknet[\w.-]*$/i.test(word));
  if (program === -1) return null;
  const words = placesOfWords(command, program + 1);
  const detector = words.find((place) => command[place] === 'detector');
  const train = words.find((place) => command[place] === 'train');
  if (detector === undefined || train === undefined) return null;
  const files = words.filter((place) => place !== detector && place !== train);
  const data = files.find((place) => command[place]!.endsWith('.data')) ?? files[0];
  if (data === undefined) return null;
  const configuration = files.find((place) => command[place]!.endsWith('.cfg')) ?? files[1] ?? null;
  if (configuration === null || configuration === data) return { program, data, configuration: null, weights: null };
  const weights = files.find((place) => place !== data && place > configuration) ?? null;
  return { program, data, configuration, weights };
}

/** The .data and the .cfg that a training's command names; none for any other command. */
export function findCompanions(command: readonly string[]): readonly Companion[] {
  const call = findTrainCall(command);
  if (call === null) return [];
  const data: Companion = { path: command[call.data]!, kind: 'data' };
  if (call.configuration === null) return [data];
  return [data, { path: command[call.configuration]!, kind: 'configuration' }];
}

/** Where the words stand that are neither flags nor their values. */
function placesOfWords(command: readonly string[], from: number): readonly number[] {
  return command.flatMap((word, index) =>
    index < from || word.startsWith('-') || valued.has(command[index - 1] ?? '') ? [] : [index],
  );
}

/** Flags that take the next word (darknet.c, detector.c; darknet_args_and_parms.cpp of hank-ai's). */
const valued = new Set(
  [
    'gpus i thresh iou_thresh hier mjpeg_port json_port out out_filename prefix chart map_epochs points',
    'num_of_clusters width height log save-weights saveweights colour_mode time_limit_sec http_post_host',
  ]
    .join(' ')
    .split(' ')
    .flatMap((flag) => [`-${flag}`, `--${flag}`])
    .concat('-mAP_epochs'),
);
