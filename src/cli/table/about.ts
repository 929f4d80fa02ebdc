import type { CommandHelp, Flags } from './flag.ts';
import { planFlags } from './preparing.ts';
import { json, noticeFlags, viewFlags, viewGroups } from './sharedFlags.ts';

/** The flags of `plateau config`: its own, and those that are settings too. */
export const configFlags = {
  json,
  ...viewFlags,
  ...noticeFlags,
  'gpu-price': planFlags['gpu-price'],
} as const satisfies Flags;

/** The flags of `plateau doctor`. */
export const doctorFlags = { json } as const satisfies Flags;

export const doctor: CommandHelp = {
  name: 'doctor',
  summary: 'show what Plateau finds on this machine, for a bug report',
  usage: ['plateau doctor [--json]'],
  about: [
    'Terminal, tmux, locale, GPU, ssh, schedulers, configuration, state directory and history, a line each; ! marks what is there and does not work. Nothing of it is a secret, and nothing is waited for long.',
  ],
  flags: [{ title: 'Options', flags: doctorFlags }],
  argument: 'none',
  examples: [
    ['plateau doctor', 'prints ten lines to copy into a bug report'],
    ["plateau doctor --json | jq '.[] | select(.isFault)'", 'prints only what does not work'],
  ],
};

export const config: CommandHelp = {
  name: 'config',
  summary: 'show the settings in force, and where each comes from',
  usage: ['plateau config [--json] [options]'],
  about: [
    'Settings are keys of ~/.config/plateau/config.json, of plateau.config.json in the working directory of a training, and variables such as PLATEAU_MAX_TIME=24h. Each of these counts over the one before, and flags over all. Of a webhook only the host is shown.',
    'For editors, a JSON schema of the files is installed with Plateau: config.schema.json.',
  ],
  flags: [{ title: 'Options', flags: { json, 'gpu-price': planFlags['gpu-price'] } }, ...viewGroups],
  argument: 'none',
  examples: [
    ['plateau config', 'shows all settings for this directory'],
    ['PLATEAU_THEME=light plateau config --max-time 24h', 'shows what a variable and a flag make of them'],
  ],
};

/** The flags of `plateau trainers`. */
export const trainersFlags = { json } as const satisfies Flags;

export const trainers: CommandHelp = {
  name: 'trainers',
  summary: 'list the supported trainers and what stopping each costs',
  usage: ['plateau trainers [--json]'],
  about: ['Where each saves, what SIGINT does to it, and how it is resumed.'],
  flags: [{ title: 'Options', flags: trainersFlags }],
  argument: 'none',
  examples: [
    ['plateau trainers', 'prints all'],
    ["plateau trainers --json | jq -r '.[].name'", 'prints the names that --trainer takes'],
  ],
};

/** The flags of `plateau install` and `plateau upgrade`. */
export const installFlags = {
  file: {
    type: 'string',
    value: 'FILE',
    completion: 'file',
    help: 'the executable to copy (default: this one, or plateau-linux-ARCH beside it, in release/ or in the cache directory)',
  },
} as const satisfies Flags;

export const install: CommandHelp = {
  name: 'install',
  summary: 'put Plateau on another machine, over ssh',
  usage: ['plateau install HOST ... [--file FILE]'],
  about: [
    'Copies the single executable for the architecture of HOST to ~/.local/bin there, without root. It is put in its place only when it arrived whole and runs; else nothing has changed there.',
  ],
  flags: [{ title: 'Options', flags: installFlags }],
  argument: 'host',
  examples: [
    ['plateau install gpu1 gpu2', 'puts it on two machines of ~/.ssh/config'],
    ['plateau install me@10.0.0.7 --file release/plateau-linux-arm64', 'puts a certain file on a machine'],
  ],
};

export const upgrade: CommandHelp = {
  ...install,
  name: 'upgrade',
  summary: 'replace the Plateau of another machine by this one, over ssh',
  usage: ['plateau upgrade [HOST ...] [--file FILE]'],
  about: [
    'As `plateau install`, for machines that have a Plateau already: those named, else the hosts of the configuration. Runs there go on.',
  ],
  examples: [
    ['plateau upgrade gpu1 gpu2', 'upgrades two machines'],
    ['plateau upgrade gpu1 --file plateau-linux-x64', 'upgrades one to a certain file'],
  ],
};

export const completion: CommandHelp = {
  name: 'completion',
  summary: 'print what a shell needs to complete commands, flags and runs',
  usage: ['plateau completion bash|zsh|fish'],
  about: [
    'bash: add `eval "$(plateau completion bash)"` to ~/.bashrc. zsh: the same with zsh, in ~/.zshrc after compinit. fish: save it as ~/.config/fish/completions/plateau.fish.',
  ],
  flags: [],
  argument: 'none',
  examples: [
    ['eval "$(plateau completion bash)"', 'completes in this shell'],
    ['plateau completion fish > ~/.config/fish/completions/plateau.fish', 'completes in fish, for good'],
  ],
};
