/** One training of the list, as text. */
export interface ListedEntry {
  readonly id: string;
  readonly name: string;
  /** `running`, `stopped (SIGINT)` ... */
  readonly state: string;
  readonly isRunning: boolean;
  readonly progress: string;
  readonly best: string;
  /** The mAP, oldest first. */
  readonly curve: readonly number[];
  readonly started: string;
  /** What is wrong with it beside its log, as sentences; null for nothing. */
  readonly trouble: string | null;
  /** The verdict in one line. */
  readonly verdict: string;
}

/** What the list of trainings shows. Changed by `reduceRunList` alone. */
export interface RunListState {
  readonly entries: readonly ListedEntry[];
  /** The id of the marked training. */
  readonly marked: string;
  readonly problem: string | null;
  readonly columns: number;
  readonly rows: number;
}

export type RunListAction =
  | { readonly type: 'read'; readonly entries: readonly ListedEntry[] }
  | { readonly type: 'failed'; readonly problem: string }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number };

/** Returns the state after an action; the same object when nothing changed, so that nothing is drawn. */
export function reduceRunList(state: RunListState, action: RunListAction): RunListState {
  switch (action.type) {
    case 'read': {
      const isSame = JSON.stringify(state.entries) === JSON.stringify(action.entries);
      if (isSame && state.problem === null) return state;
      return { ...state, entries: isSame ? state.entries : action.entries, problem: null };
    }
    case 'failed':
      return state.problem === action.problem ? state : { ...state, problem: action.problem };
    case 'key': {
      const by = steps(state.rows)[action.key];
      if (by === undefined) return state;
      const at = Math.max(0, Math.min(state.entries.length - 1, markedIndex(state) + by));
      return { ...state, marked: state.entries[at]?.id ?? '' };
    }
    case 'resize':
      return { ...state, columns: action.columns, rows: action.rows };
    default:
      return action satisfies never;
  }
}

/** Returns where the marked training stands; the first one where it is gone. */
export function markedIndex({ entries, marked }: RunListState): number {
  return Math.max(
    0,
    entries.findIndex(({ id }) => id === marked),
  );
}

/** Lines that a key moves down by. */
function steps(rows: number): Readonly<Record<string, number>> {
  const page = Math.max(1, rows - 4);
  const far = Number.MAX_SAFE_INTEGER;
  return { up: -1, down: 1, k: -1, j: 1, pageup: -page, pagedown: page, home: -far, end: far };
}
