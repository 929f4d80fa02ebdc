import { maxNote } from '../../runs/description.ts';
import { type ScreenAction, type ScreenState, smoothingWeights } from './state.ts';
import { type PaneName, paneNames } from './panes.ts';
import { clamp } from './scrolling/clamp.ts';
import { terminalKey } from './layout/sizes.ts';

/** Returns the state after an action; the same object when nothing changed, so that nothing is drawn. */
export function reduceScreen(state: ScreenState, action: ScreenAction): ScreenState {
  switch (action.type) {
    case 'resize':
      if (action.columns === state.columns && action.rows === state.rows) return state;
      return { ...state, columns: action.columns, rows: action.rows };
    case 'open':
      return {
        ...state,
        layer: action.layer,
        layerScroll: 0,
        helpFilter: '',
        choice: 'cancel',
        notice: null,
        said: state.sending === null ? null : state.said,
        entry: action.entry ?? '',
      };
    case 'back':
      return oneLayerOut(state);
    case 'scrollLayer':
      return { ...state, layerScroll: clamp(state.layerScroll + action.by, action.max) };
    case 'scrollPane': {
      const from = state.scroll[action.pane] ?? 0;
      return { ...state, scroll: { ...state.scroll, [action.pane]: clamp(from + action.by, action.max) } };
    }
    case 'focus':
      return { ...state, focus: action.pane, full: state.full === null ? null : action.pane };
    case 'toggle':
      return togglePane(state, action.pane, action.shown);
    case 'full':
      return {
        ...state,
        full: action.pane,
        focus: action.pane ?? state.focus,
        off: state.off.filter((pane) => pane !== action.pane),
        notice: action.notice ?? state.notice,
      };
    case 'sizes':
      // Those that were changed last stand last.
      return { ...state, sizes: { ...otherSizes(state), [terminalKey(state)]: action.sizes } };
    case 'resetLayout':
      return {
        ...state,
        sizes: terminalKey(state) in state.sizes ? otherSizes(state) : state.sizes,
        off: [],
        full: null,
        focus: 'loss',
        notice: 'All panes are there again, in their usual sizes.',
      };
    case 'scrollLog': {
      const back = clamp(state.logBack + action.by, action.max);
      if (back === 0) return { ...state, held: null, logBack: 0 };
      return { ...state, held: state.held ?? action.lines.slice(), logBack: back };
    }
    case 'shiftLog':
      return { ...state, logLeft: clamp(state.logLeft + action.by, action.max) };
    case 'page':
      return { ...state, page: action.page, held: null, logBack: 0 };
    case 'searched':
      return state.searched === action.share ? state : { ...state, searched: action.share };
    case 'follow':
      return following(state);
    case 'type':
      return {
        ...state,
        typing: action.text,
        layerScroll: 0,
        focus: action.pane ?? state.focus,
        full: action.full === true && action.pane !== undefined ? action.pane : state.full,
      };
    case 'filter':
      if (state.layer === 'help') return { ...state, typing: null, helpFilter: action.text };
      return { ...following(state), typing: null, filter: action.text };
    case 'freeze':
      return { ...state, frozen: !state.frozen };
    case 'mouse':
      return { ...state, mouse: !state.mouse, notice: state.mouse ? mouseNotices.off : mouseNotices.on };
    case 'smooth':
      return {
        ...state,
        smoothing: action.by === null ? 0 : clamp(state.smoothing + action.by, smoothingWeights.length - 1),
      };
    case 'zoom': {
      const zoom = clamp(state.zoom + action.by, maxZoom);
      return { ...state, zoom, pan: clamp(state.pan, 1 - 0.5 ** zoom) };
    }
    case 'pan': {
      // A quarter of the visible range, and never beyond the data.
      const share = 0.5 ** state.zoom;
      return { ...state, pan: clamp(state.pan - (action.by * share) / 4, 1 - share) };
    }
    case 'cursor':
      return { ...state, cursor: action.at };
    case 'metric':
      return {
        ...state,
        metric: action.name,
        focus: 'metric',
        full: action.full ? 'metric' : state.full,
        off: state.off.filter((pane) => pane !== 'metric'),
      };
    case 'overlay':
      return { ...state, overlay: action.ids };
    case 'mark':
      return {
        ...state,
        marked: { ...state.marked, [action.list]: clamp(state.marked[action.list] + action.by, action.max) },
      };
    case 'aside':
      return {
        ...state,
        aside: action.verdict === null ? null : { verdict: action.verdict, until: action.until },
      };
    case 'logScale':
      return { ...state, logScale: !state.logScale };
    case 'rate':
      return { ...state, rate: !state.rate };
    case 'characters':
      return { ...state, characters: action.characters };
    case 'axis':
      return { ...state, axis: action.axis };
    case 'tailView':
      return { ...state, tailView: !state.tailView };
    case 'choose':
      return { ...state, choice: action.choice };
    case 'sending':
      return { ...state, sending: action.action, said: null };
    case 'sent':
      return {
        ...state,
        sending: null,
        choice: 'cancel',
        layer: state.layer === 'pause' || state.layer === 'auto' ? null : state.layer,
        said: { text: action.text, failed: action.failed },
        // The stop dialog shows it itself; elsewhere it is shown in the last row.
        notice: state.layer === 'stop' ? state.notice : action.text,
      };
    case 'entry':
      return { ...state, entry: action.text.slice(0, maxEntry[state.layer === 'note' ? 'note' : 'length']) };
    case 'notice':
      return state.notice === action.text ? state : { ...state, notice: action.text };
    default:
      return action satisfies never;
  }
}

function otherSizes(state: ScreenState): ScreenState['sizes'] {
  const { [terminalKey(state)]: _own, ...others } = state.sizes;
  return others;
}

function following(state: ScreenState): ScreenState {
  return { ...state, held: null, logBack: 0, logLeft: 0, page: null, searched: null };
}

/** Esc closes what was opened last. */
function oneLayerOut(state: ScreenState): ScreenState {
  if (state.typing !== null) return { ...state, typing: null };
  if (state.layer === 'help' && state.helpFilter !== '') return { ...state, helpFilter: '' };
  if (state.layer !== null) return { ...state, layer: null, layerScroll: 0, choice: 'cancel' };
  if (state.cursor !== null) return { ...state, cursor: null };
  if (state.full !== null) return { ...state, full: null };
  if (state.searched !== null || state.page !== null || state.held !== null || state.logLeft > 0)
    return following(state);
  if (state.filter !== '') return { ...following(state), filter: '' };
  return state.notice === null ? state : { ...state, notice: null };
}

/** A hidden pane is shown and focused, a shown one is focused, a focused one is hidden. */
function togglePane(state: ScreenState, pane: PaneName, shown: boolean): ScreenState {
  if (state.off.includes(pane)) return { ...state, off: state.off.filter((other) => other !== pane), focus: pane };
  if (state.focus !== pane || !shown) return { ...state, focus: pane, full: state.full === null ? null : pane };
  return {
    ...state,
    off: [...state.off, pane],
    full: null,
    focus: paneNames.find((other) => other !== pane && !state.off.includes(other)) ?? pane,
  };
}

const mouseNotices = {
  on: 'Wheel: zoom and scroll. Click: focus. Shift selects text. m gives the mouse back.',
  off: 'The mouse selects text again.',
} as const;

/** Characters. No training has more steps than so many digits can write. */
const maxEntry = { length: 9, note: maxNote } as const;

/** 1024 times: a hundred iterations of a hundred thousand fill a chart. */
const maxZoom = 10;
