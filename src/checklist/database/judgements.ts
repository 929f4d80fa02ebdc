import { type Finding, found } from '../checks/finding.ts';
import type { CheckId } from '../checks/checks.ts';
import type { ImageStore } from '../scan/imageStore.ts';
import { count, counted } from '../../words/count.ts';
import { percent } from '../../words/fraction.ts';
import { type ImageTraits, sharpnessOf, traitsOf } from '../image/traits.ts';
import type { Survey } from './survey.ts';

/**
 * Judges what the images show and how they are stored: a hint for each kind of odd image, with a table of them, the
 * worst first.
 */
export function judgeImages({ store, train, valid }: Survey): Finding[] {
  const indices = [...new Set([...train, ...valid].map(({ index }) => index))].filter(
    (index) => store.widths[index]! > 0,
  );
  return [...byLook(store, indices), ...byShape(store, indices), ...byStorage(store, indices)];
}

/** An odd image: how odd (the higher the worse), and its number as it is shown. */
interface Odd {
  readonly index: number;
  readonly badness: number;
  readonly shown: string;
}

/** `heading`: what the number of an image is. `clause`: `are dark`. */
function judged(
  store: ImageStore,
  check: CheckId,
  clause: readonly [string, string],
  heading: string,
  odd: readonly Odd[],
): Finding[] {
  const sorted = odd.toSorted((one, other) => other.badness - one.badness);
  const [worst] = sorted;
  if (worst === undefined) return [];
  const paths = sorted.map(({ index }) => store.paths[index]!);
  const many = `${counted(sorted.length, 'image')} ${clause[1]}, above all ${paths[0]!}`;
  const what = `${sorted.length === 1 ? `${paths[0]!} ${clause[0]}` : many} (${heading} ${worst.shown}).`;
  const finding = found(check, what, { file: paths[0]!, line: null }, paths);
  if (sorted.length === 1) return [finding];
  const rows = sorted.slice(0, maxRows).map(({ index, shown }) => [store.paths[index]!, shown]);
  return [{ ...finding, table: [['image', heading], ...rows] }];
}

const maxRows = 1000;

/** Grey values 0..255 of the sketch below or above which an image is hardly to be recognised. */
const maxDark = 30;
const maxDarkHighlight = 70;
const minBright = 225;
const white = 250;
/** Noise alone has about as much. */
const maxFlatDeviation = 4;

/** Of large sets only those images are judged that were looked at as a whole. */
function byLook(store: ImageStore, indices: readonly number[]): Finding[] {
  const dark: Odd[] = [];
  const bright: Odd[] = [];
  const flat: Odd[] = [];
  const blurred: Odd[] = [];
  for (const index of indices) {
    const sketch = store.sketches.get(index);
    if (sketch === undefined) continue;
    const { mean, deviation } = statistics(sketch);
    const cells = sketch.toSorted();
    const whiteShare = sketch.filter((cell) => cell >= white).length / sketch.length;
    const isDark = mean <= maxDark && cells[Math.floor(cells.length * 0.95)]! < maxDarkHighlight;
    // In the dark there are few shades of what there is.
    if (deviation < (isDark ? maxFlatDeviation / 3 : maxFlatDeviation)) {
      flat.push({ index, badness: -deviation, shown: deviation.toFixed(1) });
    } else if (isDark) {
      dark.push({ index, badness: -mean, shown: mean.toFixed(0) });
    } else if (mean >= minBright || whiteShare > 0.5) {
      bright.push({ index, badness: mean, shown: mean.toFixed(0) });
    } else {
      const sharpness = sharpnessOf(store.sharpness[index]!);
      if (sharpness !== null && sharpness < 1) {
        blurred.push({ index, badness: -sharpness, shown: sharpness.toFixed(2) });
      }
    }
  }
  return [
    ...judged(store, 'image-blurred', ['is blurred', 'are blurred'], 'sharpness, where 1 is sharp', blurred),
    ...judged(store, 'image-dark', ['is dark', 'are dark'], 'mean brightness of 255', dark),
    ...judged(store, 'image-overexposed', ['is overexposed', 'are overexposed'], 'mean brightness of 255', bright),
    ...judged(store, 'image-uniform', ['is nearly uniform', 'are nearly uniform'], 'contrast of 255', flat),
  ];
}

function statistics(cells: Uint8Array): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (const cell of cells) {
    sum += cell;
    squares += cell * cell;
  }
  const mean = sum / cells.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / cells.length - mean * mean)) };
}

/** Longer than three to one most of the input is border, or the image is squeezed. */
const minOddAspect = 3;
/** Sides so many times those of the usual image are not from the same source. */
const minOddSize = 4;

function byShape(store: ImageStore, indices: readonly number[]): Finding[] {
  const side = (index: number) => Math.sqrt(store.widths[index]! * store.heights[index]!);
  const usual = indices.map(side).toSorted((one, other) => one - other)[Math.floor(indices.length / 2)] ?? 0;
  const size = (index: number) => `${store.widths[index]!} x ${store.heights[index]!}`;
  const aspects = indices.flatMap((index): Odd[] => {
    const [width, height] = [store.widths[index]!, store.heights[index]!];
    const aspect = Math.max(width, height) / Math.min(width, height);
    return aspect < minOddAspect ? [] : [{ index, badness: aspect, shown: size(index) }];
  });
  const sizes = indices.flatMap((index): Odd[] => {
    const times = Math.max(side(index) / usual, usual / side(index));
    return times < minOddSize ? [] : [{ index, badness: times, shown: size(index) }];
  });
  const usualText = `where ${Math.round(usual)} pixels a side are usual`;
  return [
    ...judged(store, 'image-aspect', ['has an odd aspect ratio', 'have an odd aspect ratio'], 'pixels', aspects),
    ...judged(
      store,
      'image-odd-size',
      [`is of an odd size, ${usualText}`, `are of an odd size, ${usualText}`],
      'pixels',
      // Where there are many, they are another part of the set.
      sizes.length * 10 > indices.length ? [] : sizes,
    ),
  ];
}

function byStorage(store: ImageStore, indices: readonly number[]): Finding[] {
  const traits = indices.map((index) => ({ index, ...traitsOf(store.traits[index]!) }));
  const stored = (
    check: CheckId,
    clause: readonly [string, string],
    [heading, shown]: readonly [string, string],
    isOdd: (each: ImageTraits) => boolean,
  ): Finding[] => {
    const odd = traits.filter((each) => isOdd(each)).map(({ index }) => ({ index, badness: 0, shown }));
    return judged(store, check, clause, heading, odd);
  };
  const grey = traits.filter((each) => each.grey);
  const isAmongColour = grey.length > 0 && grey.length * 5 <= traits.length;
  const share = `${percent(grey.length / Math.max(1, traits.length), 1)} of ${count(traits.length)}`;
  return [
    ...stored(
      'image-grey',
      ['is grey among images in colour', 'are grey among images in colour'],
      ['share', share],
      (each) => isAmongColour && each.grey,
    ),
    ...judged(
      store,
      'image-rotated',
      ['is to be turned by EXIF', 'are to be turned by EXIF'],
      'orientation',
      traits.flatMap(({ index, orientation }): Odd[] =>
        orientation === 1 ? [] : [{ index, badness: orientation, shown: String(orientation) }],
      ),
    ),
    ...stored('image-cmyk', ['is in CMYK', 'are in CMYK'], ['colours', '4'], ({ cmyk }) => cmyk),
    ...stored(
      'image-deep',
      ['has more than 8 bits a sample', 'have more than 8 bits a sample'],
      ['bits', '16'],
      ({ deep }) => deep,
    ),
  ];
}
