import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { statOf } from '../log/files/statOf.ts';
import { closingPicture } from '../report/closingPicture.ts';
import { createJsonLines, type JsonLines } from '../report/jsonLines.ts';
import { createPlainLines, type PlainLines } from '../report/plainLines.ts';
import { createPlanLines } from '../report/planLines.ts';
import type { NextCommand } from '../ui/state/keys/keyBinding.ts';
import type { showDashboard } from '../ui/terminal/dashboard.tsx';
import { usableFeatures } from '../ui/terminal/capabilities/capabilities.ts';
import type { RunOutcome } from './exitStatus.ts';
import { hasTrained } from '../run/selectors.ts';
import { startBackgroundTasks } from './backgroundTasks.ts';
import type { NoticeOptions, ViewOptions } from './options.ts';
import { loadPaneSizes, savePaneSizes } from './remembered/paneSizes.ts';
import { loadChoices, saveChoices } from './remembered/screenChoices.ts';
import { copyText } from './copyText.ts';
import { dashboardSources } from './dashboardSources.ts';
import { canDraw, type ScreenTerminal, screenTerminal } from './screenTerminal.ts';
import { troublesOf } from './troubles.ts';
import type { Viewed } from './viewed.ts';
import { errorMessage } from '../words/errors.ts';
import { print, printJson, printText, warn } from './print.ts';

/**
 * Shows a training until the user closes it, or, without a screen (`loadScreen`), as lines until it is over. Returns
 * how it ended, as far as is known.
 */
export async function view(
  viewed: Viewed,
  options: ViewOptions & { readonly notices: NoticeOptions },
  screen: LoadedScreen | null,
): Promise<Shown> {
  // Plain lines may be piped on: what is for the terminal alone takes the other way.
  const terminal = screen === null ? process.stderr : process.stdout;
  const write = terminal.isTTY ? (bytes: string) => terminal.write(bytes) : null;
  const finish = await startBackgroundTasks(viewed, options, write);
  try {
    const next = screen === null ? null : await showScreen(viewed, options, screen);
    if (screen === null) await printLines(viewed, options.json === true);
    const exit = viewed.control?.exit() ?? viewed.exit;
    const { monitor } = viewed;
    const isUntrained = monitor.verdict(monitor.now()).name === 'failed' && !hasTrained(monitor.run);
    return { exit, isUntrained, next };
  } finally {
    await finish();
    viewed.monitor.close();
    viewed.control?.close();
  }
}

/** How a training ended that was shown, and the command that was asked for with its run; null for none. */
export type Shown = RunOutcome & { readonly next: NextCommand | null };

/** The screen, and the terminal that it is drawn on. */
interface LoadedScreen {
  readonly showDashboard: typeof showDashboard;
  readonly terminal: ScreenTerminal;
}

/**
 * Loads the screen; null where lines are printed instead. Called before the log is opened, the first frame need not
 * wait for what is in it, however long it is.
 */
export async function loadScreen(
  options: ViewOptions,
  keys: NodeJS.ReadStream = process.stdin,
): Promise<LoadedScreen | null> {
  if (options.json === true || !canDraw(keys)) return null;
  // Ink reads these once, when it is imported: NO_COLOR is a promise it does not know.
  if (process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== '') process.env['FORCE_COLOR'] = '0';
  // The terminal answers while the screen is loaded.
  const [terminal, screen] = await Promise.all([screenTerminal(keys, options), import('../ui/terminal/dashboard.tsx')]);
  return { showDashboard: screen.showDashboard, terminal };
}

async function showScreen(viewed: Viewed, options: ViewOptions, screen: LoadedScreen): Promise<NextCommand | null> {
  const { showDashboard: show, terminal } = screen;
  const { close, ...sources } = dashboardSources(viewed);
  const remembered = loadChoices();
  const { sizes: known, problem, isOurs } = loadPaneSizes();
  try {
    const { text, choices, sizes, next } = await show({
      monitor: viewed.monitor,
      control: viewed.control,
      title: viewed.title,
      comeBack: viewed.comeBack,
      runId: viewed.record?.id ?? null,
      ended: viewed.exit,
      readonly: options.readonly,
      mouse: options.mouse,
      characters: terminal.characters,
      theme: terminal.theme,
      ...sources,
      choices: { ...remembered, ...(options.chars === null ? {} : { characters: null }) },
      sizes: known,
      notice: problem,
      saveSnapshot,
      copyText: (command) => copyText(command, options),
      stdin: terminal.keys,
    });
    if (sizes !== known && isOurs) savePaneSizes(sizes);
    // What a flag says is of this time only.
    saveChoices({ ...choices, characters: choices.characters ?? remembered.characters ?? null });
    if (options.isFromList === true) return next;
    printText(text, usableFeatures(process.env, options.without).has('links') ? linkedFiles(viewed) : new Map());
    return next;
  } finally {
    await close();
  }
}

/** The files that a summary names, with where they are; none of a training on another machine. */
function linkedFiles({ log, record, monitor }: Viewed): ReadonlyMap<string, string> {
  if (log === null || log === undefined) return new Map();
  const directory = record?.cwd ?? dirname(log);
  const kept = monitor.verdict(monitor.now()).keep;
  const names = [kept, ...monitor.run.checkpoints.slice(-maxLinked)].flatMap((each) => each?.path ?? []);
  const files = names.map((name) => [name, resolve(directory, name)] as const);
  return new Map(files.filter(([, path]) => statOf(path) !== null));
}

/** Besides what is to be kept, a summary names one of the newest checkpoints. */
const maxLinked = 20;

/** Seconds between two looks at a training that is quiet: its verdict may change without a line (stalled). */
const lookEvery = 5;

async function printLines(viewed: Viewed, json: boolean): Promise<void> {
  const { monitor, control } = viewed;
  const lines: PlainLines | JsonLines = json ? createJsonLines() : createPlainLines(monitor.settings.mapUnit);
  const say = (said: readonly (string | object)[]) => {
    for (const line of said) {
      if (typeof line === 'string') print(line);
      else printJson(line);
    }
  };
  const plans = createPlanLines();
  const sayPlans = (texts: readonly string[]) => say(json ? texts.map((text) => ({ kind: 'plan', text })) : texts);
  const lookForTroubles = viewed.record === null ? null : troublesOf(viewed.record);
  const told = new Set<string>();
  const sayTroubles = () => {
    for (const { kind, text } of lookForTroubles?.() ?? []) {
      if (!told.has(kind)) warn(text);
      told.add(kind);
    }
  };
  const report = () => {
    if (monitor.caughtUp()) say(lines.changes(monitor.run, monitor.verdict(monitor.now()), monitor.now()));
    if (control !== null) sayPlans(plans.changes(control));
    sayTroubles();
  };
  await new Promise<void>((done) => {
    let timer: NodeJS.Timeout | null = null;
    const look = () => {
      report();
      if (!isDone(viewed)) return;
      if (timer !== null) clearInterval(timer);
      done();
    };
    timer = setInterval(look, lookEvery * 1000);
    monitor.subscribe(look);
    control?.subscribe(look);
    look();
  });
  // The exit is told faster than the last lines are read.
  await monitor.readToEnd();
  report();
  say([
    ...lines.closing(monitor.run, monitor.verdict(monitor.now())),
    ...(json ? [] : closingPicture(monitor.run, monitor.settings.mapUnit)),
  ]);
}

/** A training that we keep is over when it has exited and its log is read; a foreign log, when it says so. */
function isDone({ monitor, control, exit }: Viewed): boolean {
  if (control !== null) return control.exit() !== null && monitor.caughtUp();
  return monitor.caughtUp() && (exit !== null || monitor.isOver());
}

/** Writes what is on the screen into the working directory, never over another file. */
async function saveSnapshot(text: string): Promise<string> {
  const path = resolve(`plateau-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.txt`);
  try {
    await writeFile(path, `${text}\n`, { flag: 'wx' });
    return `Saved to ${path}.`;
  } catch (error) {
    return `The snapshot was not saved: ${errorMessage(error)}.`;
  }
}
