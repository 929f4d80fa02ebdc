import type { Statistics } from '../database/statistics.ts';
import { type Finding, found } from '../checks/finding.ts';
import { checkAnchors } from './anchors.ts';
import { checkHeads } from './heads.ts';
import { checkMemory } from './memory.ts';
import { detectionLayers, type DarknetNetwork } from './readNetwork.ts';
import { checkSettings } from './checkSettings.ts';
import { checkSchedule } from './schedule.ts';
import { count } from '../../words/count.ts';

/** What a network is held against, as far as it is known. */
export interface NetworkContext {
  /** Null where there is no data set to compare with. */
  readonly statistics: Statistics | null;
  readonly classes: number | null;
  /** Names of the data set; null where there are none. */
  readonly names: number | null;
  /** Memory of the GPU in bytes; null when there is none to ask. */
  readonly gpuMemory: number | null;
}

/** All checks of a Darknet .cfg, by itself and against the data set it is to learn. */
export function checkNetwork(
  network: DarknetNetwork,
  { statistics, classes, names, gpuMemory }: NetworkContext,
): Finding[] {
  const train = statistics?.train ?? null;
  const dataSet = train === null || classes === null ? null : { classes, images: train.images };
  return [
    ...checkSettings(network),
    ...checkInput(network.width, network.height, {
      file: network.path,
      line:
        (network.width % 32 === 0 ? network.net.setting('height') : network.net.setting('width'))?.line ??
        network.net.line,
    }),
    ...checkHeads(network, { classes, names }),
    ...checkSchedule(network, dataSet),
    ...(train === null ? [] : [...checkAnchors(network, train.sizes), ...checkMaxBoxes(network, train.maxBoxes)]),
    ...checkMemory(network, gpuMemory),
  ];
}

/** Whether the strides of a network, which come to 32, divide its input. */
function checkInput(width: number, height: number, where: { file: string; line: number | null } | null): Finding[] {
  if (width > 0 && height > 0 && width % 32 === 0 && height % 32 === 0) return [];
  const nearest = [width, height].map((side) => Math.max(32, Math.round(side / 32) * 32)).join(' x ');
  return [found('model-size', `The input of ${width} x ${height} is not a multiple of 32 (${nearest} is).`, where)];
}

function checkMaxBoxes(network: DarknetNetwork, most: Statistics['train']['maxBoxes']): Finding[] {
  const head = detectionLayers(network).at(-1)?.layer;
  if (head === undefined || most === null || most.count <= head.number('max', 200)) return [];
  const what = `${most.path} has ${count(most.count)} boxes, and the network takes ${head.number('max', 200)}.`;
  return [found('model-max-boxes', what, { file: network.path, line: head.setting('max')?.line ?? head.line })];
}
