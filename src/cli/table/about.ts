import type { CommandHelp, Flags } from './flag.ts';
import { json } from './sharedFlags.ts';

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
