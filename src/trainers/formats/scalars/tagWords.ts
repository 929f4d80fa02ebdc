/** What a tag is about, and the part of a loss where it is one. */
export interface WordsMeaning {
  readonly is:
    | 'part'
    | 'loss'
    | 'validationPart'
    | 'validationLoss'
    | 'learningRate'
    | 'map50'
    | 'map50To95'
    | 'map'
    | 'precision'
    | 'recall';
  readonly part: string;
}

/**
 * What the words of a tag mean that no known trainer writes: those of its last part say it (`valid_map@0.50`,
 * `Loss/total`, `evaluation/bbox_AP50`), those before it of which set it is. Null where a word remains that says
 * something else: a class, a size, another threshold.
 */
export function meaningOfWords(tag: string): WordsMeaning | null {
  if (tag.length > maxTag) return null;
  const folders = tag.toLowerCase().split('/');
  const last = folders.pop()!;
  const before = folders.join(' ');
  const isTraining = trainingWord.test(tag);
  const isValidation = validationWord.test(tag);
  // The best until now: of an epoch before.
  if (/(?<![a-z])best(?![a-z])/.test(before)) return null;
  if (isAveragePrecision.test(last)) return isTraining ? null : averagePrecision(last);
  if (isLoss.test(tag)) return isTraining && isValidation ? null : loss(last, before, isValidation);
  if (isLearningRate.test(last) || (/^lr\b/.test(before) && /^(?:pg_?0|default|group_?0)$/.test(last)))
    return { is: 'learningRate', part: '' };
  if (isTraining) return null;
  const figure = without(last, [...sets, '@', '0\\.50?', 'iou', 'bbox']);
  return figure === 'precision' || figure === 'recall' ? { is: figure, part: '' } : null;
}

function averagePrecision(last: string): WordsMeaning | null {
  const wide = /(?<!\d)(?:0?\.)?50?\s*(?::0?\.05)?[-_: to]{1,4}(?:0?\.)?95(?!\d)/;
  const half = /(?<![\d.])(?:0?\.50?|50|0?5)(?![\d.])/;
  const rest = (threshold: RegExp) =>
    without(last.replace(threshold, ' '), [
      ...sets,
      'm?ap',
      'mean',
      'average',
      'precision',
      'bbox',
      'box',
      'iou',
      'coco',
    ]);
  if (wide.test(last)) return rest(wide) === '' ? { is: 'map50To95', part: '' } : null;
  if (half.test(last)) return rest(half) === '' ? { is: 'map50', part: '' } : null;
  return rest(/^$/) === '' ? { is: 'map', part: '' } : null;
}

function loss(last: string, before: string, isValidation: boolean): WordsMeaning | null {
  const part = without(last, [...sets, 'loss(?:es)?', 'total', 'epoch', 'step', 'iter', 'mean', 'avg', 'average']);
  const word = part === '' && !isLoss.test(last) && !/total/.test(last) && !isSet.test(last) ? before : part;
  if (word === '') return { is: isValidation ? 'validationLoss' : 'loss', part: '' };
  // Dozens of layers inside a decoder, and what other losses were before their weights.
  if (/[\d\s]/.test(word.replaceAll(/l1|l2/g, '')) || /aux|denoising|unscaled|^dn|_dn|enc/.test(last)) return null;
  return { is: isValidation ? 'validationPart' : 'part', part: word };
}

/** The words of a text that are none of these, a blank between them. */
function without(text: string, words: readonly string[]): string {
  return text
    .replaceAll(new RegExp(`(?<![a-z])(?:${words.join('|')})(?![a-z])`, 'g'), ' ')
    .replaceAll(/[^a-z\d]+/g, ' ')
    .trim();
}

const sets = ['train(?:ing)?', 'val(?:id(?:ation)?)?', 'eval(?:uation)?', 'test', 'dev', 'metrics?'];
const isSet = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?|test|dev)$/;
const trainingWord = /(?<![a-z])train(?:ing)?(?![a-z])/i;
const validationWord = /(?<![a-z])(?:val(?:id(?:ation)?)?|eval(?:uation)?|test|dev)(?![a-z])/i;
const isAveragePrecision = /(?<![a-z])m?ap(?![a-z])/;
const isLoss = /(?<![a-z])loss(?:es)?(?![a-z])/i;
const isLearningRate = /(?<![a-z])(?:lr|learning[ _]?rate)(?:[ _-]?0)?$/;
/** Longer ones are no names. */
const maxTag = 200;
