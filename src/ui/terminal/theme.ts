import type { Role, Row } from '../../words/terminal/row.ts';

/**
 * `contrast`: nothing dim and few colours; `colour-blind`: safe with the common colour blindnesses; `none`: no colours.
 */
export const themeNames = ['dark', 'light', 'contrast', 'colour-blind', 'none'] as const;

export type ThemeName = (typeof themeNames)[number];

/** SGR parameters for each role; empty where the terminal's own colours stay. */
export type Theme = Readonly<Record<Role, string>>;

/**
 * ANSI-16 colours only: tmux, screen and 16-colour terminals all show them, and the user's palette makes them readable.
 * Every role that matters is also a word, a sign or a shape.
 */
export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: {
    plain: '',
    dim: '90',
    strong: '1',
    title: '36',
    focus: '1;96',
    loss: '94',
    validation: '95',
    map: '92',
    iou: '93',
    threshold: '90',
    forecast: '36',
    'other-a': '95',
    'other-b': '93',
    'other-c': '96',
    'other-d': '91',
    mark: '1;97',
    key: '1',
    go: '1;92',
    watch: '1;93',
    'may-stop': '1;30;103',
    stop: '1;97;41',
    selected: '7',
  },
  light: {
    plain: '',
    dim: '90',
    strong: '1',
    title: '34',
    focus: '1;34',
    loss: '34',
    validation: '35',
    map: '32',
    iou: '33',
    threshold: '90',
    forecast: '36',
    'other-a': '35',
    'other-b': '33',
    'other-c': '36',
    'other-d': '31',
    mark: '1;30',
    key: '1',
    go: '1;32',
    watch: '1;33',
    'may-stop': '1;30;43',
    stop: '1;97;41',
    selected: '7',
  },
  // Nothing dim, nothing but black, white, yellow and bold.
  contrast: {
    plain: '',
    dim: '',
    strong: '1',
    title: '1',
    focus: '1;7',
    loss: '1;97',
    validation: '1;93',
    map: '1;97',
    iou: '1;97',
    threshold: '',
    forecast: '',
    'other-a': '1;93',
    'other-b': '1;93',
    'other-c': '1;93',
    'other-d': '1;93',
    mark: '1;93',
    key: '1',
    go: '1',
    watch: '1;93',
    'may-stop': '1;30;103',
    stop: '1;30;107',
    selected: '7',
  },
  // Blue and orange-yellow can be told apart with every common colour blindness (Okabe and Ito 2008).
  'colour-blind': {
    plain: '',
    dim: '90',
    strong: '1',
    title: '36',
    focus: '1;96',
    loss: '94',
    validation: '93',
    map: '96',
    iou: '97',
    threshold: '90',
    forecast: '36',
    'other-a': '93',
    'other-b': '95',
    'other-c': '94',
    'other-d': '97',
    mark: '1;97',
    key: '1',
    go: '1;94',
    watch: '1;93',
    'may-stop': '1;30;103',
    stop: '1;97;44',
    selected: '7',
  },
  none: {
    plain: '',
    dim: '',
    strong: '',
    title: '',
    focus: '',
    loss: '',
    validation: '',
    map: '',
    iou: '',
    threshold: '',
    forecast: '',
    'other-a': '',
    'other-b': '',
    'other-c': '',
    'other-d': '',
    mark: '',
    key: '',
    go: '',
    watch: '',
    'may-stop': '',
    stop: '',
    selected: '',
  },
};

/**
 * Returns the theme that an environment asks for: `none` with NO_COLOR (no-color.org) or on a dumb terminal, `light` or
 * `dark` as COLORFGBG (set by rxvt, Konsole and others as `foreground;background`) says; null where it does not say.
 */
export function themeFor(environment: Readonly<Record<string, string | undefined>>): ThemeName | null {
  if ((environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb') return 'none';
  const background = environment['COLORFGBG']?.split(';').at(-1);
  if (background === undefined || !/^\d+$/.test(background)) return null;
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/** Renders a row with its colours. Each piece ends its own colours, so that a cut line cannot bleed. */
export function paint(spans: Row, theme: Theme): string {
  let out = '';
  for (let index = 0; index < spans.length;) {
    const { role } = spans[index]!;
    let text = '';
    while (index < spans.length && spans[index]!.role === role) text += spans[index++]!.text;
    const style = theme[role];
    out += style === '' ? text : `\u001B[${style}m${text}\u001B[0m`;
  }
  return out;
}
