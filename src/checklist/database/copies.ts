import { closeSync, openSync, readSync } from 'node:fs';
import type { CheckId } from '../checks/checks.ts';
import { type Finding, found } from '../checks/finding.ts';
import type { ImageStore } from '../scan/imageStore.ts';
import { isForTrying } from '../sources/builtIn.ts';
import { findNearDuplicates, type Likeness } from './nearDuplicates.ts';
import type { Survey } from './survey.ts';

/** Finds images that are twice in one part or in both: one file, two equal files, or two that look nearly the same. */
export function checkCopies(survey: Survey, thorough: boolean): Finding[] {
  const { store, train, valid, dataSet } = survey;
  const parts = partsOf(survey);
  const equal = equalFiles(store);
  const learnt = learntImages(parts, equal);
  const judged = [...new Set(valid.map(({ index }) => index))];
  if (judged.length > 0 && judged.every((index) => learnt[index] === 1)) {
    const within = copiesWithin(store, parts, { equal, explained: learnt, thorough });
    if (isForTrying(dataSet.path)) return within;
    const copied = judged.every((index) => parts[index] !== inBoth);
    const what = `All ${judged.length} validation images are ${copied ? 'copies of ' : ''}training images.`;
    return [found('validation-is-training', what, { file: dataSet.valid!.source, line: null }), ...within];
  }
  const shared = valid.filter(({ index }) => parts[index] === inBoth);
  const listed = new Map(train.map((surveyed) => [surveyed.index, surveyed.image.listed]));
  return [
    ...shared.map(({ image, index }) => {
      const line = listed.get(index)?.line ?? null;
      const what = `${image.path} is a training image, too${line === null ? '' : ` (line ${line} of that list)`}.`;
      return found('leakage', what, image.listed, [image.path]);
    }),
    ...copiesWithin(store, parts, { equal, explained: null, thorough }),
  ];
}

const inTrain = 1;
const inValid = 2;
const inBoth = 3;

function partsOf({ store, train, valid }: Survey): Uint8Array {
  const parts = new Uint8Array(store.paths.length);
  for (const { index } of train) parts[index]! |= inTrain;
  for (const { index } of valid) parts[index]! |= inValid;
  return parts;
}

/** Marks with 1 the validation images that are training images, or have the same bytes as one. */
function learntImages(parts: Uint8Array, equal: readonly EqualFiles[]): Uint8Array {
  const learnt = Uint8Array.from(parts, (part) => Number(part === inBoth));
  for (const group of equal) {
    if (group.every((index) => (parts[index]! & inTrain) === 0)) continue;
    for (const index of group) if ((parts[index]! & inValid) !== 0) learnt[index] = 1;
  }
  return learnt;
}

/**
 * Finds different files with the same image, exactly or nearly. Each file is reported once, with the first that it
 * repeats. Those that are `explained` already are left out.
 */
function copiesWithin(
  store: ImageStore,
  parts: Uint8Array,
  { equal, explained, thorough }: { equal: readonly EqualFiles[]; explained: Uint8Array | null; thorough: boolean },
): Finding[] {
  const findings: Finding[] = [];
  const told = explained === null ? new Uint8Array(store.paths.length) : Uint8Array.from(explained);
  const tell = (earlier: number, later: number, likeness: 'same' | Likeness) => {
    told[later] = 1;
    const check = checkFor(parts[earlier]!, parts[later]!, likeness);
    const alike = likenesses[likeness];
    const [file, other] = parts[later] === inTrain && parts[earlier] === inValid ? [earlier, later] : [later, earlier];
    const what = `It is ${alike} ${store.paths[other]!}.`;
    findings.push(found(check, what, { file: store.paths[file]!, line: null }, [store.paths[file]!]));
  };
  for (const [first, ...others] of equal) {
    for (const other of others) if (told[other] === 0) tell(first, other, 'same');
  }
  findNearDuplicates(store.sketches, { excludes: (_earlier, later) => told[later] === 1, thorough }, tell);
  return findings;
}

/** Behind `It is` in a finding. */
const likenesses = {
  same: 'the same image as',
  copy: 'nearly the same image as',
  alike: 'much like',
  mirrored: 'a mirrored copy of',
} as const;

function checkFor(one: number, other: number, likeness: 'same' | Likeness): CheckId {
  // An image that is in both parts is reported already.
  const across = (one | other) === inBoth && one !== inBoth && other !== inBoth;
  if (across)
    return ({ same: 'leakage', copy: 'leakage-near', alike: 'leakage-alike', mirrored: 'leakage-near' } as const)[
      likeness
    ];
  return likeness === 'same' ? 'image-duplicate' : 'image-near-duplicate';
}

/** The indices of files with the same bytes, the first that is listed first. */
type EqualFiles = readonly [number, ...number[]];

/** Only files of equal size and checksum are compared byte by byte. */
function equalFiles(store: ImageStore): EqualFiles[] {
  const groups = new Map<string, number[]>();
  for (let index = 0; index < store.paths.length; index++) {
    if (store.widths[index] === 0) continue;
    const key = `${store.sizes[index]} ${store.checksums[index]}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  const equal: EqualFiles[] = [];
  for (const [first, ...others] of groups.values()) {
    const same = others.filter((other) => sameBytes(store.paths[first!]!, store.paths[other]!));
    if (same.length > 0) equal.push([first!, ...same]);
  }
  return equal;
}

function sameBytes(one: string, other: string): boolean {
  let files: number[] = [];
  try {
    files = [one, other].map((path) => openSync(path, 'r'));
    const buffers = files.map(() => Buffer.allocUnsafe(1 << 16));
    for (;;) {
      const [length, otherLength] = files.map((file, index) => readSync(file, buffers[index]!));
      if (length !== otherLength || !buffers[0]!.subarray(0, length).equals(buffers[1]!.subarray(0, length)))
        return false;
      if (length === 0) return true;
    }
  } catch {
    return false;
  } finally {
    for (const file of files) closeSync(file);
  }
}
