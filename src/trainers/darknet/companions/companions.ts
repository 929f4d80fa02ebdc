import type { Companion } from '../../trainer.ts';

/**
 * The .data and the .cfg in `darknet detector train DATA CFG [WEIGHTS] [flags]`, also behind `stdbuf`, `nice`, `env` or
 * a path, and with the flags that hank-ai's allows before and between. Empty for any other command.
 */
export function findCompanions(command: readonly string[]): readonly Companion[] {
  const program = command.findIndex((word) => /^(?:.*[\\/])?darknet[\w.-]*$/i.test(word));
  if (program === -1) return [];
  const words = withoutFlags(command.slice(program + 1));
  const detector = words.indexOf('detector');
  const train = words.indexOf('train');
  if (detector === -1 || train === -1) return [];
  const files = words.filter((_word, index) => index !== detector && index !== train);
  const data = files.find((file) => file.endsWith('.data')) ?? files[0];
  const configuration = files.find((file) => file.endsWith('.cfg')) ?? files[1];
  const companions: Companion[] = [];
  if (data !== undefined) companions.push({ path: data, kind: 'data' });
  if (configuration !== undefined && configuration !== data) {
    companions.push({ path: configuration, kind: 'configuration' });
  }
  return companions;
}

function withoutFlags(words: readonly string[]): string[] {
  return words.filter((word, index) => !word.startsWith('-') && !valued.has(words[index - 1] ?? ''));
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
