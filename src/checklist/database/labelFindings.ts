import type { CheckId } from '../checks/checks.ts';
import { type Finding, found, type Location } from '../checks/finding.ts';
import { countsFromOne, type FormCounts, sumForms, wrongFormOf, wrongFormText } from '../labels/forms.ts';
import type { DataSetPart } from '../sources/dataSet.ts';
import { createNearPaths, nearText } from '../sources/nearPath.ts';
import { isFile } from '../sources/files.ts';
import { counted } from '../../words/count.ts';
import type { Survey, Surveyed } from './survey.ts';

/**
 * Finds label files that are missing, empty or wrong. What is wrong in a whole data set, because its labels are
 * elsewhere, in another form, or count their classes from 1, is one finding.
 */
export function checkLabels(survey: Survey): { findings: Finding[]; classesFromOne: boolean } {
  const parts = [
    { part: survey.dataSet.train, images: survey.train },
    { part: survey.dataSet.valid, images: survey.valid },
  ];
  const findings: Finding[] = [];
  const unlabelled = new Set<number>();
  for (const { part, images } of parts) {
    const what = part === null ? null : nothingLabelled(survey, part, images);
    if (what === null) continue;
    findings.push(found('labels-none', what, { file: part!.source, line: null }));
    for (const { index } of images) unlabelled.add(index);
  }
  const { findings: ofForm, explained } = wholeSetMistakes(survey);
  return {
    findings: [...findings, ...ofForm, ...ofEachFile(survey, unlabelled, explained)],
    classesFromOne: explained.has('class-out-of-range'),
  };
}

function ofEachFile(
  { store, train, valid }: Survey,
  unlabelled: ReadonlySet<number>,
  explained: ReadonlySet<CheckId>,
): Finding[] {
  const findings: Finding[] = [];
  const looked = new Set<number>();
  const near = createNearPaths();
  for (const { image, index } of [...train, ...valid]) {
    const labels = store.labels[index];
    if (!labels || looked.has(index) || image.labels.kind === 'read' || unlabelled.has(index)) continue;
    looked.add(index);
    const where = { file: labels.path, line: null };
    if (labels.state === 'missing') {
      // A missing image is the mistake then.
      if (store.faults.get(index)?.state === 'missing') continue;
      const what = `${image.path} has no label file.${nearText(near, [labels.path])}`;
      findings.push(found('label-missing', what, where, [image.path]));
    } else if (labels.empty && labels.problems.length === 0) {
      findings.push(found('label-empty', `The label file of ${image.path} is empty.`, where, [labels.path]));
    }
    for (const { check, line, what } of labels.problems) {
      if (!explained.has(check)) findings.push(found(check, what, { file: labels.path, line }, [labels.path]));
    }
  }
  return findings;
}

/** A sentence when no image of a part has an object, and no label of it is wrong; else null. */
function nothingLabelled({ store }: Survey, part: DataSetPart, images: readonly Surveyed[]): string | null {
  const own = images.filter(({ index }) => store.faults.get(index)?.state !== 'missing');
  if (own.length === 0) return null;
  let missing = 0;
  for (const { index } of own) {
    const labels = store.labels[index];
    if (!labels || labels.boxes.length > 0 || labels.problems.length > 0 || labels.state === 'unreadable') return null;
    if (labels.state === 'missing') missing++;
  }
  const whose = counted(own.length, part.name === 'train' ? 'training image' : 'validation image');
  const { image, index } = own[0]!;
  if (missing === 0) {
    return image.labels.kind === 'read'
      ? `There is no annotation for any of the ${whose}.`
      : `Every label file of the ${whose} is empty.`;
  }
  const sought = store.labels[index]!.path;
  const beside = image.path.replace(/\.[^./\\]*$/, '.txt');
  const elsewhere =
    beside !== sought && isFile(beside) ? ` There are files such as ${beside}, where nobody looks.` : '';
  const instead = elsewhere === '' ? nearText(createNearPaths(), [sought]) : elsewhere;
  return `None of the ${whose} has a label file with an object in it: of the first, ${sought} is looked for.${instead}`;
}

/** What all label files have wrong together, and the checks that find nothing else in them then. */
function wholeSetMistakes({ store, dataSet, train, valid }: Survey): {
  findings: readonly Finding[];
  explained: ReadonlySet<CheckId>;
} {
  const indices = new Set([...train, ...valid].map(({ index }) => index));
  const counts = sumForms(store.forms, indices);
  const form = wrongFormOf(counts);
  if (form !== null) {
    const what = wrongFormText(form, counts, 'middle, width and height');
    const finding = found('label-form', what, firstPlace(store, indices, boxChecks), labelFiles(store, indices));
    return { findings: [finding], explained: boxChecks };
  }
  if (!countsFromOne(counts)) return { findings: [], explained: new Set() };
  const explained = new Set<CheckId>(['class-out-of-range']);
  const what = fromOneText(counts, dataSet.categories!);
  const place = firstPlace(store, indices, explained);
  return { findings: [found('class-out-of-range', what, place, labelFiles(store, indices))], explained };
}

function fromOneText({ boxes, justBeyond }: FormCounts, categories: number): string {
  return `The classes of all ${counted(boxes, 'box', 'boxes')} count from 1: none has class 0, and ${counted(justBeyond, 'box has', 'boxes have')} class ${categories}, which does not exist (0 to ${categories - 1}).`;
}

const boxChecks: ReadonlySet<CheckId> = new Set([
  'box-outside',
  'box-over-edge',
  'box-empty',
  'box-tiny',
  'box-duplicate',
  'box-two-classes',
]);

/** The first line in which one of these checks found something. */
function firstPlace(store: Survey['store'], indices: Iterable<number>, wanted: ReadonlySet<CheckId>): Location | null {
  for (const index of indices) {
    const labels = store.labels[index];
    const problem = labels?.problems.find(({ check }) => wanted.has(check));
    if (problem !== undefined) return { file: labels!.path, line: problem.line };
  }
  return null;
}

function labelFiles(store: Survey['store'], indices: Iterable<number>): string[] {
  return [...indices].flatMap((index) => {
    const labels = store.labels[index];
    return labels && labels.boxes.length > 0 ? [labels.path] : [];
  });
}
