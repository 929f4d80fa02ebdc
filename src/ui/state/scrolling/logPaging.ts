import type { LogPager } from '../../../log/files/pager.ts';
import { paneSize } from '../layout/paneSize.ts';
import { steps } from './steps.ts';
import type { ScreenAction } from '../state.ts';
import type { View } from '../view.ts';
import { errorMessage } from '../../../words/errors.ts';

/** Moves through the whole log for the screen. A slow search is aborted as soon as something else is asked for. */
export interface LogPaging {
  readonly scroll: (key: string) => Promise<void>;
  readonly find: (where: 'older' | 'newer') => Promise<void>;
  /** Aborts the search. */
  readonly stop: () => void;
}

export function createLogPaging(
  pager: LogPager,
  view: () => View,
  dispatch: (action: ScreenAction) => void,
): LogPaging {
  let asking = new AbortController();
  let scrolling: { readonly signal: AbortSignal; last: Promise<void> } | null = null;
  const begin = () => {
    asking.abort();
    asking = new AbortController();
    return asking.signal;
  };
  const attempt = async (signal: AbortSignal, work: () => Promise<ScreenAction | null>) => {
    if (signal.aborted) return;
    const action = await work().catch((error: unknown): ScreenAction => ({
      type: 'notice',
      text: errorMessage(error),
    }));
    if (signal.aborted) return;
    dispatch({ type: 'searched', share: null });
    if (action !== null) dispatch(action);
  };

  return {
    scroll(key) {
      if (scrolling === null || scrolling.signal.aborted) {
        dispatch({ type: 'searched', share: null });
        scrolling = { signal: begin(), last: Promise.resolve() };
      }
      const { signal, last } = scrolling;
      // Keys that come faster than the file is read act one after another.
      scrolling.last = last.then(() =>
        attempt(signal, () => windowAfter(pager, view(), steps(logRows(view()))[key] ?? 0)),
      );
      return scrolling.last;
    },
    find(where) {
      const signal = begin();
      return attempt(signal, async () => {
        const { page, filter } = view().state;
        const far = Number.MAX_SAFE_INTEGER;
        const start = page === null ? far : (page.hit ?? page.lines[0]?.offset ?? far);
        const beyond = where === 'older' ? start : (page?.lines.find(({ offset }) => offset > start)?.offset ?? far);
        const { size } = await pager.from(far, 0);
        const onProgress = (offset: number) => {
          if (!signal.aborted)
            dispatch({ type: 'searched', share: Math.floor((offset / Math.max(1, size)) * 100) / 100 });
        };
        const hit = await pager.find(filter, beyond, where, { signal, onProgress });
        if (hit === null) return { type: 'notice', text: `No ${where} line of the log contains "${filter}".` };
        return pageAt(pager, hit, logRows(view()));
      });
    },
    stop: () => void begin(),
  };
}

function logRows(view: View): number {
  return Math.max(1, paneSize(view, 'log').height);
}

/** Returns the window after scrolling by lines; null when it is at that end already. */
async function windowAfter(pager: LogPager, view: View, by: number): Promise<ScreenAction | null> {
  const { page } = view.state;
  const rows = logRows(view);
  const top = page?.lines[0]?.offset ?? Number.MAX_SAFE_INTEGER;
  if (by < 0) {
    if (by === -Number.MAX_SAFE_INTEGER) return toPage(await pager.from(0, maxRows));
    const above = await pager.before(top, page === null ? rows - by : -by);
    const first = above.lines[0]?.offset;
    return first === undefined ? null : toPage(await pager.from(first, maxRows));
  }
  if (page === null || by === 0) return null;
  const next = page.lines[by];
  // The end is in view: follow it again.
  if (next === undefined || page.lines.length <= rows) return { type: 'follow' };
  return toPage(await pager.from(next.offset, maxRows));
}

/** Returns the page of a line that was found, with a third of the page above it. */
async function pageAt(pager: LogPager, hit: number, rows: number): Promise<ScreenAction> {
  const above = await pager.before(hit, Math.floor(rows / 3));
  const { lines, size } = await pager.from(above.lines[0]?.offset ?? hit, maxRows);
  return { type: 'page', page: { lines, size, hit } };
}

function toPage({ lines, size }: Awaited<ReturnType<LogPager['from']>>): ScreenAction {
  return { type: 'page', page: { lines, size, hit: null } };
}

/** More than the tallest terminal shows. */
const maxRows = 300;
