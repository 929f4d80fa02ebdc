import { type Choices, type ScreenState, smoothingWeights } from './state.ts';
import { paneNames } from './panes.ts';

export function choicesOf({ off, smoothing, logScale, axis, tailView }: ScreenState): Choices {
  return { off, smoothing, logScale, axis, tailView };
}

/**
 * Choices from a file that a person or an older Plateau may have written: what makes no sense is left out, never an
 * error.
 */
export function readChoices(value: unknown): Partial<Choices> {
  if (typeof value !== 'object' || value === null) return {};
  const chosen: Readonly<Record<string, unknown>> = { ...value };
  const { off, smoothing, logScale, axis, tailView } = chosen;
  const steps = smoothingWeights.length;
  return {
    ...(Array.isArray(off) ? { off: paneNames.filter((pane) => off.includes(pane)) } : {}),
    ...(isIndex(smoothing, steps) ? { smoothing } : {}),
    ...(typeof logScale === 'boolean' ? { logScale } : {}),
    ...(isAxis(axis) ? { axis } : {}),
    ...(typeof tailView === 'boolean' ? { tailView } : {}),
  };
}

function isIndex(value: unknown, length: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < length;
}

function isAxis(value: unknown): value is Choices['axis'] {
  return value === 'step' || value === 'epoch' || value === 'time';
}
