import { type LineRule, readByRule } from '../../kit/lineRules.ts';
import type { Emit } from '../../trainer.ts';
import { weightsIn } from './checkpoints.ts';
import { withoutEscapes } from './escaped.ts';
import type { Training } from './training.ts';

/** Reads the messages that all of the family print between epochs. Returns false for other lines. */
export function readSharedNotice(text: string, training: Training, emit: Emit): boolean {
  return readByRule(notices, text, training, emit);
}

const notices: readonly LineRule<[training: Training, emit: Emit]>[] = [
  {
    line: /^Starting training for (?:(\d+) epochs|([\d.]+) hours)\.\.\.$/,
    read: ([, epochs, hours], training, emit) => {
      training.begin(emit);
      // This line shows that the one with the directory was complete.
      if (training.output !== null) emit({ type: 'output', directory: training.output });
      if (epochs !== undefined) training.setPlan({ epochs: Number(epochs) }, emit);
      if (hours !== undefined) training.setPlan({ seconds: Number(hours) * 3600 }, emit);
    },
  },
  {
    line: /^Logging results to (.*\S)\s*$/,
    read: ([, printed], training) => {
      const directory = withoutEscapes(printed!);
      training.output = directory;
      training.checkpoints.directory = weightsIn(directory);
    },
  },
  {
    // YOLOv5's classification says it in its own words.
    line: /^(?:\d+ epochs completed in [\d.]+ hours\.|Training complete \([\d.]+ hours\))\s*$/,
    read: (_match, training, emit) => training.complete(emit),
  },
  {
    line: /^Optimizer stripped from (.+?),(?: saved as [^,]+,)? [\d.]+MB\s*$/,
    read: ([, path], training, emit) => training.checkpoints.stripped(path!, training.closed(), emit),
  },
  {
    // The bar of the scan has the number of all images, the words before it only those with labels. Only the first end
    // of a bar counts: what is behind a later one is behind the first too.
    line: /^train: (?:New cache created|Scanning) (?=(.*?: *100%))\1.*?\s(\d+)\/\2 /,
    read: ([, , images], training, emit) => training.setPlan({ trainingImages: Number(images) }, emit),
  },
  { line: /^Validating .+\.\.\.\s*$/, read: (_match, training) => training.finalValidation() },
  {
    line: /^(?:Image sizes \d|Using \d+ dataloader workers|Results saved to )/,
    read: () => {},
  },
];
