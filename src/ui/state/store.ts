import type { StopTarget, TrainingControl } from '../../stopping/control.ts';
import type { LogPager } from '../../log/files/pager.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { executeAction } from './execute.ts';
import type { Checklist } from './facts/checklist.ts';
import { type ScreenFacts, type FixedFacts, frozenFacts, readFacts } from './facts/facts.ts';
import type { Command } from './keys/keyBinding.ts';
import { createLogPaging } from './scrolling/logPaging.ts';
import { createMachineMemory, type WatchMachine } from './facts/machine.ts';
import { type OtherRun, type ReadOtherRuns, isComparable } from './facts/others.ts';
import type { KeptNote } from './facts/note.ts';
import type { LookForTroubles, Trouble } from './facts/troubles.ts';
import type { SizesByTerminal } from './layout/sizes.ts';
import { isLogScrolled } from './layout/paneSize.ts';
import { reduceScreen } from './reduceScreen.ts';
import { type ContentLengths, scrollAction, scrollLog } from './scrolling/scrolling.ts';
import type { Choices } from './state.ts';
import { createScreenState, type TrainingAction, type ScreenAction, type ScreenState } from './state.ts';
import type { View } from './view.ts';
import { counted } from '../../words/count.ts';
import { errorMessage } from '../../words/errors.ts';

/**
 * The owner of what the screen shows: takes commands, reads the training, and tells when there is something new to
 * draw.
 */
export interface ScreenStore {
  readonly view: () => View;
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispatch: (action: ScreenAction) => void;
  /** Executes a command, except for what only the terminal's owner can do (close, repaint, suspend, snapshot). */
  readonly perform: (command: Command) => void;
  readonly close: () => void;
}

export interface StoreOptions {
  readonly monitor: Monitor;
  readonly control: TrainingControl | null;
  readonly fixed: FixedFacts;
  readonly columns: number;
  readonly rows: number;
  readonly choices?: Partial<Choices>;
  readonly mouse?: boolean;
  readonly sizes?: SizesByTerminal;
  /** What is said from the beginning, until the first key. */
  readonly notice?: string | null;
  /** The whole log, where it is a file. */
  readonly pager?: LogPager | null;
  readonly readOthers?: ReadOtherRuns | null;
  readonly machine?: WatchMachine | null;
  readonly checklist?: Checklist | null;
  readonly lookForTroubles?: LookForTroubles | null;
  readonly note?: KeptNote | null;
  readonly lengths: ContentLengths;
  /** Epoch seconds. */
  readonly now: () => number;
}

/**
 * Milliseconds. New data is shown once a second: a person reads no faster, and every frame costs about the same however
 * little of it has changed (10 % of a core at 4 a second and 120 by 40). Keys and changes of the state of the training
 * are shown at once.
 */
const publishInterval = 1000;

/** Milliseconds between two looks at the verdict, the silence and the machine while no line comes. */
const checkInterval = 5000;

export function createScreenStore(options: StoreOptions): ScreenStore {
  const { monitor, control, fixed, lengths, now, pager = null, readOthers = null, checklist = null } = options;
  const { lookForTroubles = null, note = null } = options;
  const listeners = new Set<() => void>();
  const memory = createMachineMemory(options.machine ?? null);
  let target: StopTarget | null = null;
  let others: readonly OtherRun[] | null = null;
  let machine = memory.facts();
  let troubles: readonly Trouble[] = [];
  let state: ScreenState = {
    ...createScreenState(options.columns, options.rows, options.choices),
    mouse: options.mouse ?? false,
    sizes: options.sizes ?? {},
    notice: options.notice ?? null,
  };
  const read = () => {
    const shown = { ...fixed, characters: state.characters ?? fixed.characters };
    return readFacts(monitor, control, target, shown, now(), { others, machine, checklist, troubles, note });
  };
  let view: View = { state, facts: read() };
  let shown = fingerprint(monitor.version(), view.facts);
  let closed = false;
  let pending: NodeJS.Timeout | null = null;
  let lastPublish = Number.NEGATIVE_INFINITY;

  const tell = (facts: ScreenFacts) => {
    view = { state, facts };
    for (const listener of listeners) listener();
  };
  const publish = () => {
    if (pending !== null) clearTimeout(pending);
    pending = null;
    if (closed || state.frozen) return;
    const facts = read();
    const next = fingerprint(monitor.version(), facts);
    if (next === shown) return;
    shown = next;
    lastPublish = performance.now();
    tell(facts);
  };
  const publishSoon = () => {
    if (pending !== null || closed) return;
    pending = setTimeout(publish, Math.max(0, lastPublish + publishInterval - performance.now()));
  };
  const dispatch = (action: ScreenAction) => {
    const before = state;
    state = reduceScreen(state, action);
    if (closed || state === before) return;
    // A search was aborted, or a page was left.
    if ((before.searched !== null && state.searched === null) || (before.page !== null && state.page === null))
      paging?.stop();
    if (state.frozen && !before.frozen) return tell(frozenFacts(view.facts));
    tell({ ...view.facts, characters: state.characters ?? fixed.characters });
    if (before.frozen && !state.frozen) publish();
  };
  const paging = pager === null ? null : createLogPaging(pager, () => view, dispatch);
  const readTarget = async () => {
    target = (await control?.target().catch(() => null)) ?? null;
    publish();
  };
  const execute = async (action: TrainingAction) => {
    // A second key press while the first signal is being sent would be a second signal, which can spoil what is being
    // saved.
    const isAboutHeld = (action === 'anyway' || action === 'call-off') && view.facts.held !== null;
    if (control === null || fixed.readonly || (state.sending !== null && !isAboutHeld)) return;
    dispatch({ type: 'sending', action });
    try {
      dispatch({ type: 'sent', text: await executeAction(control, action), failed: false });
    } catch (error) {
      dispatch({ type: 'sent', text: errorMessage(error), failed: true });
    }
    await readTarget();
  };
  const showOthers = async (overlay: boolean) => {
    if (readOthers === null) return dispatch({ type: 'notice', text: 'No other training can be read from here.' });
    dispatch({ type: 'notice', text: 'Reading the other trainings ...' });
    try {
      others = await readOthers();
    } catch (error) {
      return dispatch({ type: 'notice', text: errorMessage(error) });
    }
    dispatch({ type: 'notice', text: null });
    publish();
    const newest = others.find((other) => isComparable(view.facts.run, other));
    if (!overlay) dispatch({ type: 'open', layer: 'runs' });
    else if (newest !== undefined) dispatch({ type: 'overlay', ids: [newest.id] });
    else dispatch({ type: 'notice', text: 'No other training has the same x axis.' });
  };
  const tick = async (id: string) => {
    await checklist?.toggle(id).catch((error: unknown) => dispatch({ type: 'notice', text: errorMessage(error) }));
    publish();
  };
  const keepNote = async (text: string) => {
    dispatch({ type: 'back' });
    if (note === null) return;
    const said = await note.keep(text).then(() => (text === '' ? 'The note is removed.' : 'Noted.'), errorMessage);
    publish();
    dispatch({ type: 'notice', text: said });
  };
  /** What is new is said at once, until the next key; what stays is in the header. */
  const lookAgain = () => {
    const before = new Set(troubles.map(({ kind }) => kind));
    troubles = lookForTroubles?.() ?? [];
    const news = troubles.find(({ kind }) => !before.has(kind));
    if (news !== undefined) dispatch({ type: 'notice', text: news.text });
    publish();
  };
  const stopListening = [
    monitor.subscribe(publishSoon),
    control?.subscribe(() => void readTarget()) ?? (() => undefined),
    () => memory.close(),
  ];
  const looking = setInterval(() => {
    machine = memory.facts();
    lookAgain();
  }, checkInterval);
  // The first frame does not wait for it.
  const firstLook = setTimeout(lookAgain, publishInterval);
  const counting = setInterval(() => {
    if (state.layer === 'stop' || view.facts.armedEndsIn !== null) publish();
  }, 1000);
  void readTarget();

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch,
    perform(command) {
      switch (command.type) {
        case 'openStop':
          dispatch({ type: 'open', layer: 'stop' });
          void readTarget();
          return;
        case 'execute':
          void execute(command.action);
          return;
        case 'scroll':
          // A filtered log is scrolled in its kept lines: they are not neighbours in the file.
          if (paging !== null && isLogScrolled(view.facts, state) && (state.filter === '' || state.page !== null)) {
            void paging.scroll(command.key);
            return;
          }
          return dispatch(scrollAction(view, command.key, lengths));
        case 'find':
          if (paging === null) return dispatch(scrollLog(view, command.where === 'older' ? 1 : -1));
          void paging.find(command.where);
          return;
        case 'follow':
          paging?.stop();
          return dispatch(command);
        case 'readOthers':
          void showOthers(command.overlay);
          return;
        case 'tellLength':
          monitor.tellLength(command.length);
          dispatch({ type: 'back' });
          publish();
          dispatch({ type: 'notice', text: `Planned: ${counted(command.length, monitor.run.axis)}. l changes it.` });
          return;
        case 'keepNote':
          void keepNote(command.text);
          return;
        case 'tick':
          void tick(command.id);
          return;
        case 'close':
        case 'leave':
        case 'repaint':
        case 'suspend':
        case 'copy':
        case 'snapshot':
          return;
        default:
          return dispatch(command);
      }
    },
    close() {
      closed = true;
      paging?.stop();
      if (pending !== null) clearTimeout(pending);
      clearInterval(looking);
      clearTimeout(firstLook);
      clearInterval(counting);
      for (const stop of stopListening) stop();
    },
  };
}

/** Returns a key that is equal for facts that draw the same screen: an idle screen is never drawn. */
function fingerprint(version: number, facts: ScreenFacts): string {
  const { run: _run, tail: _tail, trainer, others, ...rest } = facts;
  return JSON.stringify([version, trainer?.title, others?.map(({ id }) => id), rest]);
}
