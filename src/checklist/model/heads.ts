import { type Finding, found } from '../checks/finding.ts';
import { detectionLayers, type DarknetNetwork, type SectionReader } from './readNetwork.ts';

/** The count of classes of the data set, and of its names where that is another; null: not known. */
export interface ClassCounts {
  readonly classes: number | null;
  readonly names: number | null;
}

/**
 * Classes, masks, anchors and filters of the detection layers, against each other and against the data set's classes.
 */
export function checkHeads(network: DarknetNetwork, counts: ClassCounts): Finding[] {
  const heads = detectionLayers(network);
  // That of YOLO version 1 has no anchors and fills the whole of its input.
  if (network.layers.some(({ name }) => name === 'detection')) return [];
  if (heads.length === 0) {
    const what = `${network.path} has no detection layer ([yolo] or [region]).`;
    return [found('model-unreadable', what, { file: network.path, line: null })];
  }
  return [
    ...checkClasses(network, heads, counts),
    ...heads.flatMap(({ layer, place }) => checkHead(network, layer, place, counts.classes)),
    ...sharedAnchors(
      network,
      heads.map(({ layer }) => layer),
    ),
  ];
}

/** One finding for all layers with the same wrong count. */
function checkClasses(
  network: DarknetNetwork,
  heads: readonly { layer: SectionReader }[],
  { classes, names }: ClassCounts,
): Finding[] {
  if (classes === null) return [];
  // Where the data set contradicts itself, a network that agrees with its names is not the one to change.
  const wrong = heads.map(({ layer }) => layer).filter((layer) => ![classes, names].includes(classesOf(layer)));
  return [...new Set(wrong.map(classesOf))].map((own) => {
    const layers = wrong.filter((layer) => classesOf(layer) === own);
    const [line, ...others] = layers.map((layer) => layer.setting('classes')?.line ?? layer.line);
    const also = others.length === 0 ? '' : ` (also in ${others.length === 1 ? 'line' : 'lines'} ${others.join(', ')})`;
    const what = `[${layers[0]!.name}] has classes=${own}${also}, the data set has ${classes}.`;
    return found('model-classes', what, { file: network.path, line: line! });
  });
}

/** Darknet's default stands for a count that is not written. */
function classesOf(head: SectionReader): number {
  return head.number('classes', 20);
}

function checkHead(network: DarknetNetwork, head: SectionReader, place: number, classes: number | null): Finding[] {
  const findings: Finding[] = [];
  const at = (key: string, section = head) => ({
    file: network.path,
    line: section.setting(key)?.line ?? section.line,
  });
  const own = classesOf(head);
  const num = head.number('num', 1);
  const mask = head.numbers('mask');
  const anchors = head.numbers('anchors').length / 2;
  if (head.name !== 'region' && anchors !== num && (anchors < num || !Number.isInteger(anchors))) {
    const what = `[${head.name}] has num=${num} and ${anchors} pairs of anchors.`;
    findings.push(found('model-anchors-count', what, at('anchors')));
  }
  const beyond = mask.find((index) => !Number.isInteger(index) || index < 0 || index >= anchors);
  if (beyond !== undefined) {
    findings.push(
      found(
        'model-masks',
        `The mask names anchor ${beyond}, and there are ${anchors} (0 to ${Math.ceil(anchors) - 1}).`,
        at('mask'),
      ),
    );
  }
  const before = network.layers.slice(0, place).findLast((layer) => layer.name === 'convolutional');
  const boxes = mask.length > 0 ? mask.length : num;
  const wantedFor = (count: number) =>
    boxes * (count + (head.name === 'Gaussian_yolo' ? 9 : 1 + head.number('coords', 4)));
  const wanted = wantedFor(own);
  const filters = before?.number('filters', 1);
  // Filters that fit the data set are right once the classes are.
  const isForClasses = classes !== null && filters === wantedFor(classes);
  if (before !== undefined && filters !== wanted && !isForClasses) {
    const what = `filters=${filters} before [${head.name}], where ${boxes} masks and ${own} classes want ${wanted}.`;
    findings.push(found('model-filters', what, at('filters', before)));
  }
  return findings;
}

/** Layers that share their anchors divide them up among themselves. */
function sharedAnchors(network: DarknetNetwork, heads: readonly SectionReader[]): Finding[] {
  const [first] = heads;
  const at = (head: SectionReader, key: string) => ({
    file: network.path,
    line: head.setting(key)?.line ?? head.line,
  });
  const written = (head: SectionReader) => head.numbers('anchors').join(', ');
  const other = heads.find((head) => written(head) !== written(first!));
  if (other !== undefined) {
    const line = at(first!, 'anchors').line;
    const what = `[${other.name}] has the anchors ${written(other)}, that of line ${line} has ${written(first!)}.`;
    return [found('model-anchors-differ', what, at(other, 'anchors'))];
  }
  const used = new Set(heads.flatMap((head) => head.numbers('mask')));
  const anchors = Math.floor(first!.numbers('anchors').length / 2);
  // The tiny networks that come with Darknet leave their first anchor out.
  const unused = Array.from({ length: anchors }, (_, index) => index).filter((index) => index > 0 && !used.has(index));
  if (used.size === 0 || unused.length === 0) return [];
  const what = `No detection layer uses ${unused.length === 1 ? 'anchor' : 'the anchors'} ${unused.join(', ')}.`;
  return [found('model-anchors-unused', what, at(first!, 'mask'))];
}
