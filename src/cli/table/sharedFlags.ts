import { terminalFeatures } from '../../ui/terminal/capabilities/capabilities.ts';
import { themeNames } from '../../ui/terminal/theme.ts';
import type { FlagGroup, Flags } from './flag.ts';

export const json = { type: 'boolean', short: 'j', help: 'print JSON' } as const;

/** The flags of every command that judges a training. */
export const adviceFlags = {
  advice: {
    type: 'string',
    short: 'a',
    value: 'careful|balanced|saver',
    help: 'when stopping is advised (default balanced)',
  },
  metric: {
    type: 'string',
    short: 'm',
    multiple: true,
    value: 'map50|map50-95|precision|recall|f1|f2|iou|val-loss',
    help: "the metric to judge (default: map50-95 where it is logged, else map50), also ap:CLASS for one class, or a weighted sum such as 0.1*map50+0.9*map50-95; NAME=REGEX teaches how an unknown trainer prints a metric (loss, map50, epoch ..., or one of your own that is judged) in RE2's syntax, and can be repeated",
  },
  'min-gain': { type: 'string', value: '0.005', help: 'the gain of mAP worth waiting for' },
  'target-map': { type: 'string', value: '0.9', help: 'the mAP to reach (fraction or percent)' },
  'max-time': { type: 'string', value: '24h', help: 'training time budget (s, m, h, d)' },
  'max-iterations': { type: 'string', value: 'N', help: 'iteration budget' },
  'max-epochs': { type: 'string', value: 'N', help: 'epoch budget' },
  'ignore-first': { type: 'string', value: 'N', help: 'evaluations at the start to leave out' },
  'map-unit': { type: 'string', value: 'percent|fraction', help: 'how a mAP is written (default percent)' },
  trainer: {
    type: 'string',
    short: 't',
    value: 'NAME',
    completion: 'trainer',
    help: 'the trainer, instead of recognising it',
  },
  config: {
    type: 'string',
    value: 'FILE',
    completion: 'file',
    help: 'read settings from a file (default: plateau.config.json, if it exists; see plateau config)',
  },
} as const satisfies Flags;

/** The flags of every command that draws. */
export const drawingFlags = {
  chars: {
    type: 'string',
    value: 'braille|box|ascii',
    help: 'characters of the charts (default: what was chosen with C, else what the terminal can show)',
  },
  theme: {
    type: 'string',
    value: themeNames.join('|'),
    help: 'colours (default: none with NO_COLOR, else as the terminal answers)',
  },
  without: {
    type: 'string',
    multiple: true,
    value: terminalFeatures.join('|'),
    help: 'do without files to click, progress in the tab, copying with y, or asking for the background, where the terminal is known to understand it; several with commas',
  },
} as const satisfies Flags;

/** The flags of every command that shows a training as well. */
export const viewFlags = {
  ...adviceFlags,
  readonly: { type: 'boolean', short: 'r', help: 'ignore the keys that affect the training' },
  mouse: {
    type: 'boolean',
    help: 'use the mouse: the wheel zooms charts and scrolls the rest, a click focuses; the key m switches it',
  },
  ...drawingFlags,
} as const satisfies Flags;

/** The flags of every command that gives notice of what changes. */
export const noticeFlags = {
  'notify-command': {
    type: 'string',
    value: 'CMD',
    completion: 'command',
    help: 'run this for each notice (verdict changed, stop, end), with its text as last argument; without a shell, with PLATEAU_VERDICT, _ACTION, _URGENCY ... in its environment; given to `plateau run`, also while no dashboard is open',
  },
  webhook: {
    type: 'string',
    multiple: true,
    value: 'URL',
    completion: 'none',
    help: 'send each notice to ntfy, Slack, Discord, Teams, Telegram, by mail (mailto:ME@HOST, smtps://...) or, as JSON, to any other URL (ntfy+https://HOST/TOPIC forces ntfy)',
  },
  'notice-text': {
    type: 'string',
    value: 'TEXT',
    completion: 'none',
    help: "the text of each notice, such as '{host} {title}: {text}'",
  },
} as const satisfies Flags;

/** What a person says of a run beside its name. */
export const descriptionFlags = {
  group: { type: 'string', value: 'NAME', completion: 'none', help: 'the group of runs that it belongs to' },
  tag: { type: 'string', multiple: true, value: 'TAG', completion: 'none', help: 'a tag for it; can be repeated' },
  note: { type: 'string', value: 'TEXT', completion: 'none', help: 'a note of one line, shown with it' },
} as const satisfies Flags;

/** The forms in which what is found or compared can be kept. */
export const formFlags = {
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    completion: 'file',
    help: 'write it to FILE: a page, or the form named',
  },
  csv: { type: 'boolean', help: 'as a table for a spreadsheet' },
  markdown: { type: 'boolean', help: 'as a text for an issue' },
} as const satisfies Flags;

/** The flags that say which trainings a list is of, besides those of this machine. */
export const fleetFlags = {
  hosts: {
    type: 'string',
    value: 'HOST,...',
    completion: 'host',
    help: 'the machines to look at besides this one, over ssh; empty for none (default: those of plateau hosts)',
  },
  slurm: { type: 'boolean', help: 'your own jobs of Slurm, and the tasks of arrays' },
  k8s: {
    type: 'string',
    value: 'SELECTOR',
    completion: 'none',
    help: 'the pods with these labels, such as app=train, in the namespace of kubectl',
  },
  mlflow: { type: 'string', value: 'URI', completion: 'none', help: 'the server of MLflow that has the experiment' },
  experiment: { type: 'string', value: 'NAME', completion: 'none', help: 'the runs of this experiment of MLflow' },
} as const satisfies Flags;

/** The flags that say where the log is. */
export const sourceFlags = {
  ssh: {
    type: 'string',
    value: 'HOST',
    completion: 'host',
    help: 'a file on another machine, or what is in a directory there (default: the home directory), over ssh; reconnects where it left off',
  },
  slurm: { type: 'string', value: 'JOB', completion: 'none', help: 'the output of a Slurm job; stops it with scancel' },
  docker: {
    type: 'string',
    value: 'NAME',
    completion: 'none',
    help: 'the log of a container, or a file or directory in it; stops it with docker kill',
  },
  k8s: {
    type: 'string',
    value: 'POD',
    completion: 'none',
    help: 'the log of a pod, or a file or directory in it; stops it by a signal to its process 1',
  },
  mlflow: {
    type: 'string',
    value: 'URI',
    completion: 'none',
    help: "a run of MLflow: http://HOST:5000, sqlite:///mlflow.db or a directory, with the credentials of MLflow's own variables",
  },
  run: {
    type: 'string',
    value: 'RUN',
    completion: 'none',
    help: 'the id or the name of the run (default: the newest)',
  },
  experiment: { type: 'string', value: 'NAME', completion: 'none', help: 'the experiment whose newest run is meant' },
  namespace: { type: 'string', value: 'NAME', completion: 'none', help: 'the namespace of the pod' },
  container: { type: 'string', value: 'NAME', completion: 'none', help: 'the container of the pod' },
  follow: {
    type: 'string',
    value: 'COMMAND',
    completion: 'command',
    help: 'the output of a command (run by sh -c)',
  },
  'stop-command': {
    type: 'string',
    value: 'COMMAND',
    completion: 'command',
    help: 'the command that stops it (run by sh -c)',
  },
} as const satisfies Flags;

export const adviceGroup: FlagGroup = { title: 'Advice', flags: adviceFlags };

export const viewGroups: readonly FlagGroup[] = [
  adviceGroup,
  {
    title: 'Screen and notices',
    flags: { ...noticeFlags, readonly: viewFlags.readonly, mouse: viewFlags.mouse, ...drawingFlags },
  },
];
