import { readSettings, type SettingsSection, type Setting } from '../../trainers/darknet/companions/settings.ts';
import { readText } from '../sources/files.ts';

/** A Darknet .cfg as its checks need it. */
export interface DarknetNetwork {
  readonly path: string;
  readonly net: SectionReader;
  /** The sections behind [net], in order: the layers. */
  readonly layers: readonly SectionReader[];
  /** Input in pixels. */
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Images a step of the optimiser, and the parts it is done in. */
  readonly batch: number;
  readonly subdivisions: number;
  /** Iterations; null where the file does not say. */
  readonly maxBatches: number | null;
}

export interface SectionReader {
  readonly name: string;
  readonly settings: readonly Setting[];
  readonly setting: (key: string) => Setting | null;
  /** The number of a setting, or what stands for it where there is none or it is no number. */
  readonly number: (key: string, otherwise: number) => number;
  /** The numbers of a list. */
  readonly numbers: (key: string) => readonly number[];
  /** Line of the heading, for what is wrong with the section as a whole. */
  readonly line: number | null;
}

/**
 * Reads a .cfg. Throws a sentence when it cannot be read or has no [net]. Source of the defaults: AlexeyAB/darknet,
 * src/parser.c, parse_net_options.
 */
export function readNetwork(path: string): DarknetNetwork {
  const [, ...sections] = readSettings(readText(path)).map(sectionReader);
  const net = sections[0];
  if (net === undefined || !/^net(?:work)?$/.test(net.name)) {
    throw new Error(`${path} does not begin with [net]: is it a Darknet .cfg file?`);
  }
  const maxBatches = net.number('max_batches', 0);
  return {
    path,
    net,
    layers: sections.slice(1),
    width: net.number('width', 0),
    height: net.number('height', 0),
    channels: net.number('channels', 3),
    batch: net.number('batch', 1),
    subdivisions: net.number('subdivisions', 1),
    maxBatches: maxBatches > 0 ? maxBatches : null,
  };
}

function sectionReader(section: SettingsSection): SectionReader {
  const settings = new Map(section.settings.map((setting) => [setting.key, setting]));
  return {
    name: section.name,
    settings: section.settings,
    setting: (key) => settings.get(key) ?? null,
    number: (key, otherwise) => {
      const value = Number(settings.get(key)?.value ?? Number.NaN);
      return Number.isFinite(value) ? value : otherwise;
    },
    numbers: (key) =>
      // A list may have a comment behind it (parse_yolo_mask).
      (settings.get(key)?.value ?? '')
        .replace(/#.*$/, '')
        .split(',')
        .filter((text) => text !== '')
        .map(Number),
    line: section.line ?? section.settings[0]?.line ?? null,
  };
}

/** The layers that find objects. */
export function detectionLayers(network: DarknetNetwork): { layer: SectionReader; place: number }[] {
  return network.layers
    .map((layer, place) => ({ layer, place }))
    .filter(({ layer }) => /^(?:yolo|Gaussian_yolo|region)$/.test(layer.name));
}
