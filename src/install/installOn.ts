import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { Place } from '../processes/remote/place.ts';
import { bytes } from '../words/bytes.ts';
import { singleLine } from '../words/harmless.ts';
import { type Architecture, findExecutable } from './executableFile.ts';
import { askScript, placeScript, remotePath } from './remoteScripts.ts';

/** What was asked of a machine that Plateau is to be installed on. */
interface Machine {
  readonly architecture: Architecture;
  /** Of the executable that is there; null without one. */
  readonly sha256: string | null;
  readonly isOnPath: boolean;
}

export interface InstallOptions {
  /** The executable to install, instead of one that is found. */
  readonly file: string | null;
  /** Refuse a machine that has no Plateau yet. */
  readonly onlyUpgrade: boolean;
}

/**
 * Puts the single executable into `~/.local/bin` of another machine, whole or not at all, and returns what to say of
 * it. Throws a sentence when it could not: what was there before is then still there.
 */
export async function installOn(place: Place, { file, onlyUpgrade }: InstallOptions): Promise<readonly string[]> {
  const machine = await askMachine(place);
  if (onlyUpgrade && machine.sha256 === null) {
    throw new Error(
      `${place.name} has no ~/${remotePath} to upgrade: \`plateau install ${place.name}\` puts it there.`,
    );
  }
  const executable = await findExecutable(machine.architecture, file);
  if (executable.sha256 === machine.sha256) return [`${place.name} has this Plateau already.`];

  const call = place.call(placeScript, [executable.sha256], true);
  const answer = await callClient(call, { asks: true, inputFile: executable.path });
  if (answer.status !== 0) {
    const rest = machine.sha256 === null ? 'nothing was installed' : 'the Plateau that is there was left as it is';
    throw new Error(`Plateau could not be copied to ${place.name}, and ${rest}: ${complaintOf(answer)}.`);
  }
  const version = singleLine(answer.stdout.split('\n')[0]!);
  return [
    `${place.name} has Plateau ${version} in ~/${remotePath} (${bytes(executable.size)}).`,
    ...(machine.isOnPath ? [] : [pathAdvice(place)]),
  ];
}

function pathAdvice({ name }: Place): string {
  return `The PATH of ${name} lacks that directory: add export PATH="$HOME/.local/bin:$PATH" to ~/.profile there.`;
}

async function askMachine(place: Place): Promise<Machine> {
  const answer = await callClient(place.call(askScript, [], true), { asks: true });
  if (answer.status !== 0) throw new Error(`${place.name} could not be asked: ${complaintOf(answer)}.`);
  const [system = '', library = '', checksum = '', path = '', home = ''] = answer.stdout.split('\n');
  const architecture = architectures[system];
  if (architecture === undefined) {
    throw new Error(
      `There is no Plateau for ${place.name}, which is ${singleLine(system)}: only Linux on x64 and arm64.`,
    );
  }
  const [, major = '', minor = ''] = /^glibc (\d+)\.(\d+)/.exec(library) ?? [];
  if (major === '' || Number(major) * 1000 + Number(minor) < minLibrary) {
    const found = library === '' ? 'has another C library' : `has ${singleLine(library)}`;
    throw new Error(`Plateau needs glibc 2.28 or newer, and ${place.name} ${found}.`);
  }
  return {
    architecture,
    sha256: /^[\da-f]{64}/.exec(checksum)?.[0] ?? null,
    isOnPath: path.split(':').includes(`${home}/.local/bin`),
  };
}

/** 2.28, which Node's binary is linked with. */
const minLibrary = 2028;

/** By what `uname -sm` says. */
const architectures: Readonly<Record<string, Architecture>> = {
  'Linux x86_64': 'x64',
  'Linux aarch64': 'arm64',
};
