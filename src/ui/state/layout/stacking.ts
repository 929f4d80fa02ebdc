import type { PaneName } from '../panes.ts';
import { type Band, type Column, isIn } from './bands.ts';
import { needsOf } from './needs.ts';

/** The rows of panes that list things: with so many they show all that they have. */
export type ListRows = Readonly<Partial<Record<PaneName, number>>>;

/** What the panes are laid out in. */
interface Space {
  readonly width: number;
  /** Rows of a pane that are its title and its border. */
  readonly frameRows: number;
  readonly lists: ListRows;
}

/**
 * Returns bands in which lists stand in the rows that panes above them would leave blank, which gives the room they had
 * to others; also lists that would have no room else. `make` returns the bands of the panes that stand beside one
 * another.
 */
export function stackedBands(
  make: (panes: readonly PaneName[]) => readonly Band[],
  shown: readonly PaneName[],
  wanted: readonly PaneName[],
  space: Space,
): readonly Band[] {
  let bands = make(shown);
  const below = new Map<PaneName, readonly PaneName[]>();
  for (const upper of uppers) {
    for (const list of lowers) {
      if (!mayStandBelow(list, upper, below, bands, space) || !wanted.includes(list)) continue;
      const tried = new Map(below).set(upper, [...(below.get(upper) ?? []), list]);
      const moved = new Set([...tried.values()].flat());
      const placed = withLists(make(shown.filter((pane) => !moved.has(pane))), tried, space);
      if (placed === null) continue;
      bands = placed;
      below.set(upper, tried.get(upper)!);
    }
  }
  return bands;
}

/** Panes with rows to spare, and lists that may have them, in the order in which they are tried. */
const uppers: readonly PaneName[] = ['verdict', 'classes', 'checklist'];
const lowers: readonly PaneName[] = ['classes', 'machine', 'checklist'];

/** Whether a list would come up from a lower band, or onto the screen at all. */
function mayStandBelow(
  list: PaneName,
  upper: PaneName,
  below: ReadonlyMap<PaneName, readonly PaneName[]>,
  bands: readonly Band[],
  { width, lists }: Space,
): boolean {
  if (list === upper || lists[list] === undefined || below.has(list)) return false;
  const placed = new Set([...below.values()].flat());
  if (placed.has(list) || placed.has(upper)) return false;
  if (!isIn(bands, upper)) return false;
  return !isIn(bands, list) || needsOf(list, width).band > needsOf(upper, width).band;
}

/** Returns the bands with the lists in them; null where one of them would not show all it has. */
function withLists(
  bands: readonly Band[],
  below: ReadonlyMap<PaneName, readonly PaneName[]>,
  space: Space,
): readonly Band[] | null {
  const all = bands.map((band) => {
    const columns = band.columns.map((column) => columnWith(column, below.get(column.panes[0]!.name) ?? [], space));
    return columns.includes(null) ? null : { ...band, columns: columns.filter((column) => column !== null) };
  });
  return all.includes(null) ? null : all.filter((band) => band !== null);
}

function columnWith(column: Column, below: readonly PaneName[], { width, frameRows, lists }: Space): Column | null {
  const [upper] = column.panes;
  if (upper === undefined || below.length === 0) return column;
  const enough = enoughRows(upper.name, width, lists);
  if (enough === null || below.some((list) => needsOf(list, width).width > column.width)) return null;
  const heights = [upper.name, ...below].map((pane, index) => frameRows + (index === 0 ? enough : lists[pane]!));
  const spare = upper.height - heights.reduce((total, rows) => total + rows, 0);
  if (spare < 0) return null;
  // A text may have more to say, and the last list has a longer form.
  heights[upper.name === 'verdict' ? 0 : heights.length - 1]! += spare;
  return {
    width: column.width,
    panes: [upper.name, ...below].map((name, index) => ({ name, height: heights[index]! })),
  };
}

/** Returns the rows that leave others to spare; null for a pane that gains from every one. */
function enoughRows(pane: PaneName, width: number, lists: ListRows): number | null {
  if (pane !== 'verdict') return lists[pane] ?? null;
  return needsOf(pane, width).band === 0 ? verdictRows : null;
}

/** Beside the charts a verdict seldom says more. */
const verdictRows = 24;
