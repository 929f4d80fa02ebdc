import type { RunEvent } from '../../run/events.ts';
import type { Emit } from '../trainer.ts';

/** Events of a line whose end may be missing: a number or a path in which the log was cut off would be another one. */
export interface Held {
  readonly hold: (event: RunEvent) => void;
  /**
   * Emits what is held. To be called with every line, before it is read: that another line follows shows that the last
   * one was whole.
   */
  readonly release: (emit: Emit) => void;
}

export function createHeld(): Held {
  let events: RunEvent[] = [];
  return {
    hold: (event) => events.push(event),
    release: (emit) => {
      if (events.length === 0) return;
      const whole = events;
      events = [];
      for (const event of whole) emit(event);
    },
  };
}
