import { type FSWatcher, watch } from 'node:fs';

/** Says when it is time to look at a file again. */
export interface Changes {
  /**
   * Watches the file that is at the path now. Where watching does not work (NFS, some containers) the clock alone is
   * left.
   */
  readonly watch: (path: string) => void;
  /** Resolves soon after a change was reported, or when it is time to look anyhow, or when this is closed. */
  readonly next: () => Promise<void>;
  readonly close: () => void;
}

/** Seconds after which a file is looked at even though nothing was reported: one `stat` each time. */
const lookEvery = 0.5;
/**
 * Seconds to wait for more after a change was reported, unless somebody has more time: a trainer that writes line by
 * line is read some lines at a time.
 */
const usualGather = 0.05;

export function createChanges(gather: number = usualGather): Changes {
  let watcher: FSWatcher | null = null;
  let reported = false;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let wake: (() => void) | null = null;

  function unwatch(): void {
    watcher?.close();
    watcher = null;
  }

  function report(): void {
    if (reported) return;
    reported = true;
    if (wake !== null) wakeAfter(gather);
  }

  function wakeAfter(seconds: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(wakeNow, seconds * 1000);
  }

  function wakeNow(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    reported = false;
    const waiting = wake;
    wake = null;
    waiting?.();
  }

  return {
    watch: (path) => {
      unwatch();
      if (closed) return;
      try {
        watcher = watch(path, report);
        watcher.on('error', unwatch);
      } catch {
        // The system has no watches left, or the file is gone again: polling goes on.
      }
    },
    next: () =>
      new Promise((resolve) => {
        if (closed) return resolve();
        wake = resolve;
        wakeAfter(reported ? gather : lookEvery);
      }),
    close: () => {
      closed = true;
      unwatch();
      wakeNow();
    },
  };
}
