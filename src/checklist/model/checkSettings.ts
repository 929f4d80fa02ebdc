import { didYouMean } from '../../words/didYouMean.ts';
import { type Finding, found } from '../checks/finding.ts';
import { type DarknetNetwork, type SectionReader } from './readNetwork.ts';
import { sectionNames, settingNames } from './settingNames.ts';

/** Sections and settings that Darknet does not know, and layers that name others that are not there before them. */
export function checkSettings(network: DarknetNetwork): Finding[] {
  return [network.net, ...network.layers].flatMap((section, index) =>
    checkNames(network, section).concat(checkSources(network, section, index - 1)),
  );
}

function checkNames({ path }: DarknetNetwork, section: SectionReader): Finding[] {
  const known = settingNames(section.name);
  if (known === null) {
    const meant = didYouMean(section.name, sectionNames(), (name) => `[${name}]`);
    const what = `Darknet knows no section [${section.name}].${meant}`;
    return [found('model-section', what, { file: path, line: section.line })];
  }
  return section.settings
    .filter(({ key }) => !known.has(key))
    .map(({ key, value, line }) => {
      const meant = didYouMean(key, [...known], (name) => name);
      return found('model-setting', `[${section.name}] has no setting ${key}=${value}.${meant}`, { file: path, line });
    });
}

/** The settings by which a layer names others: counted from 0, or back from itself. */
const sourceSettings: Readonly<Record<string, string>> = {
  route: 'layers',
  shortcut: 'from',
  scale_channels: 'from',
  sam: 'from',
};

function checkSources({ path }: DarknetNetwork, section: SectionReader, place: number): Finding[] {
  const key = sourceSettings[section.name];
  if (key === undefined) return [];
  const where = { file: path, line: section.setting(key)?.line ?? section.line };
  if (section.setting(key) === null) {
    return section.name === 'route'
      ? [found('model-route', `[route] is layer ${place} and has no layers=.`, where)]
      : [];
  }
  return section
    .numbers(key)
    .filter((source) => !isBefore(source, place))
    .map((source) => {
      const what = `[${section.name}] is layer ${place} and names ${source}: only ${-place} to -1 and 0 to ${place - 1} are before it.`;
      return found('model-route', what, where);
    });
}

function isBefore(source: number, place: number): boolean {
  const index = source < 0 ? place + source : source;
  return Number.isInteger(index) && index >= 0 && index < place;
}
