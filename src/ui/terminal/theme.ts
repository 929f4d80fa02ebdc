import type { Role, Row, Tint } from '../../words/terminal/row.ts';

/**
 * `contrast`: nothing dim and few colours; `colour-blind`: safe with the common colour blindnesses; `none`: no colours.
 */
export const themeNames = ['dark', 'light', 'contrast', 'colour-blind', 'none'] as const;

export type ThemeName = (typeof themeNames)[number];

/** SGR parameters for each role and ground; empty where the terminal's own colours stay. */
export type Theme = Readonly<Record<Role | Tint, string>>;

/** One colour of a palette for terminals of 256 colours, and its nearest of the 16 that all have. */
type Ink = readonly [of256: string, of16: string];

/**
 * Returns the colours of a theme, for a terminal of 256 colours or of 16. Those of 256 are of xterm's colour cube and
 * greys, which tmux shows as they are; those of 16 are the user's own. Every role that matters is also a word, a sign
 * or a shape.
 */
export function themeOf(name: ThemeName, colours: 16 | 256): Theme {
  return mapped((role) => palettes[name][role][colours === 256 ? 0 : 1]);
}

const none: Ink = ['', ''];
const bold: Ink = ['1', '1'];

/** A foreground by its number among 256 and its SGR parameter among 16. */
function ink(of256: number, of16: number, isBold = false): Ink {
  const weight = isBold ? '1;' : '';
  return [`${weight}38;5;${of256}`, `${weight}${of16}`];
}

/** Bold text on a ground. */
function sign([front, back]: readonly [number, number], of16: string): Ink {
  return [`1;38;5;${front};48;5;${back}`, of16];
}

/** A ground that 16 colours have no shade for. */
function zone(of256: number): Ink {
  return [`48;5;${of256}`, ''];
}

/** Each role on a dark and on a light ground. */
const shades: Readonly<Record<Role | Tint, { readonly dark: Ink; readonly light: Ink }>> = {
  plain: { dark: none, light: none },
  dim: { dark: ink(245, 90), light: ink(241, 90) },
  strong: { dark: bold, light: bold },
  title: { dark: ink(80, 36), light: ink(24, 34) },
  focus: { dark: ink(123, 96, true), light: ink(26, 34, true) },
  loss: { dark: ink(75, 94), light: ink(26, 34) },
  validation: { dark: ink(176, 95), light: ink(127, 35) },
  map: { dark: ink(114, 92), light: ink(28, 32) },
  iou: { dark: ink(179, 93), light: ink(94, 33) },
  threshold: { dark: ink(243, 90), light: ink(243, 90) },
  forecast: { dark: ink(80, 36), light: ink(30, 36) },
  fan: { dark: ink(30, 90), light: ink(66, 36) },
  band: { dark: ink(242, 90), light: ink(245, 90) },
  'other-a': { dark: ink(176, 95), light: ink(127, 35) },
  'other-b': { dark: ink(221, 93), light: ink(94, 33) },
  'other-c': { dark: ink(80, 96), light: ink(30, 36) },
  'other-d': { dark: ink(210, 91), light: ink(160, 31) },
  fault: { dark: ink(210, 91), light: ink(160, 31) },
  mark: { dark: ink(231, 97, true), light: ink(16, 30, true) },
  key: { dark: bold, light: bold },
  go: { dark: ink(114, 92, true), light: ink(28, 32, true) },
  watch: { dark: ink(221, 93, true), light: ink(130, 33, true) },
  'may-stop': { dark: sign([16, 221], '1;30;103'), light: sign([16, 220], '1;30;43') },
  stop: { dark: sign([231, 160], '1;97;41'), light: sign([231, 160], '1;97;41') },
  selected: { dark: ['7', '7'], light: ['7', '7'] },
  'zone-a': { dark: zone(233), light: zone(255) },
  'zone-b': { dark: zone(234), light: zone(254) },
  'zone-c': { dark: zone(236), light: zone(253) },
};

const dark = on('dark');

const palettes: Readonly<Record<ThemeName, Readonly<Record<Role | Tint, Ink>>>> = {
  dark,
  light: on('light'),
  // Nothing dim: text in the terminal's own colour, white and yellow, signs on yellow and red; marks are underlined.
  contrast: {
    ...mapped(() => none),
    strong: bold,
    title: bold,
    focus: ['1;4', '1;4'],
    loss: ink(231, 97, true),
    validation: ink(226, 93, true),
    map: ink(231, 97, true),
    iou: ink(231, 97, true),
    'other-a': ink(226, 93, true),
    'other-b': ink(226, 93, true),
    'other-c': ink(226, 93, true),
    'other-d': ink(226, 93, true),
    fault: ink(226, 93, true),
    mark: ink(226, 93, true),
    key: bold,
    go: bold,
    watch: ink(226, 93, true),
    'may-stop': sign([16, 226], '1;30;103'),
    stop: sign([231, 124], '1;97;41'),
    selected: ['1;4', '1;4'],
  },
  // Blue and orange-yellow can be told apart with every common colour blindness (Okabe and Ito 2008).
  'colour-blind': {
    ...dark,
    loss: ink(75, 94),
    validation: ink(214, 93),
    map: ink(117, 96),
    iou: ink(255, 97),
    'other-a': ink(214, 93),
    'other-b': ink(175, 95),
    'other-c': ink(75, 94),
    'other-d': ink(255, 97),
    fault: ink(214, 93, true),
    go: ink(75, 94, true),
    watch: ink(221, 93, true),
    stop: sign([231, 25], '1;97;44'),
  },
  none: mapped(() => none),
};

function on(ground: 'dark' | 'light'): Readonly<Record<Role | Tint, Ink>> {
  return mapped((role) => shades[role][ground]);
}

function mapped<Value>(each: (role: Role | Tint) => Value): Readonly<Record<Role | Tint, Value>> {
  const roles = Object.keys(shades).filter((role): role is Role | Tint => role in shades);
  const entries = roles.map((role) => [role, each(role)] as const);
  // Every role and ground is a key of the table.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as Readonly<Record<Role | Tint, Value>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Returns the theme that an environment asks for: `none` with NO_COLOR (no-color.org) or on a dumb terminal, `light` or
 * `dark` as COLORFGBG (set by rxvt, Konsole and others as `foreground;background`) says; null where it does not say.
 */
export function themeFor(environment: Environment): ThemeName | null {
  if ((environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb') return 'none';
  const background = environment['COLORFGBG']?.split(';').at(-1);
  if (background === undefined || !/^\d+$/.test(background)) return null;
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/** Returns the colours of the theme that was chosen, else of the one that an environment asks for, else of `dark`. */
export function themeIn(environment: Environment, chosen: ThemeName | null = null): Theme {
  return themeOf(chosen ?? themeFor(environment) ?? 'dark', coloursFor(environment));
}

/** Returns how many colours the terminal has, as TERM and COLORTERM say. */
export function coloursFor(environment: Environment): 16 | 256 {
  return /256|direct|kitty|alacritty|ghostty|foot|wezterm/.test(environment['TERM'] ?? '') ||
    /^(?:truecolor|24bit)$/.test(environment['COLORTERM'] ?? '')
    ? 256
    : 16;
}

/** Renders a row with its colours. Each piece ends its own colours, so that a cut line cannot bleed. */
export function paint(spans: Row, theme: Theme): string {
  let out = '';
  for (let index = 0; index < spans.length;) {
    const { role, tint } = spans[index]!;
    let text = '';
    while (index < spans.length && spans[index]!.role === role && spans[index]!.tint === tint) {
      text += spans[index++]!.text;
    }
    const style = [theme[role], tint === undefined ? '' : theme[tint]].filter((part) => part !== '').join(';');
    out += style === '' ? text : `\u001B[${style}m${text}\u001B[0m`;
  }
  return out;
}
