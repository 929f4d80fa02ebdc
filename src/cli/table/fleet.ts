import type { CommandHelp, Flags } from './flag.ts';
import { json } from './sharedFlags.ts';

/** The flags of `plateau hosts`. */
export const hostsFlags = { json } as const satisfies Flags;

export const hosts: CommandHelp = {
  name: 'hosts',
  summary: 'choose the machines whose trainings are listed too',
  usage: ['plateau hosts [list] [--json]', 'plateau hosts add HOST ...', 'plateau hosts rm HOST ...'],
  about: [
    'HOST is a name that ssh knows: how to get there is said in ~/.ssh/config alone. Each needs Plateau (`plateau install HOST`) and a login without a password, by a key or an agent.',
    'They are the key `hosts` of ~/.config/plateau/config.json.',
  ],
  flags: [{ title: 'Options', flags: hostsFlags }],
  argument: 'host',
  examples: [
    ['plateau hosts add gpu1 gpu2', 'lists the trainings of two machines too, from now on'],
    ['plateau hosts', 'shows which machines these are'],
  ],
};

/** The flags of `plateau serve`. */
export const serveFlags = {
  stdio: { type: 'boolean', help: 'speak over standard input and output, for another Plateau at the other end of ssh' },
} as const satisfies Flags;

export const serve: CommandHelp = {
  name: 'serve',
  summary: 'tell another Plateau the trainings of this machine',
  usage: ['plateau serve --stdio'],
  about: [
    'What a list of trainings starts on each host, over ssh. It opens no port, and ends with its connection. The protocol is described in docs/fleet.md.',
  ],
  flags: [{ title: 'Options', flags: serveFlags }],
  argument: 'none',
  examples: [
    ['ssh gpu1 plateau serve --stdio', 'prints what a list would be told, until ^C'],
    ["plateau serve --stdio </dev/null | jq -r '.say'", 'prints the kinds of messages that come first'],
  ],
};
