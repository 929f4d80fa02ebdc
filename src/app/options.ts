import type { Overrides } from '../monitor/circumstances.ts';
import type { Webhook } from '../notices/webhook.ts';
import type { TerminalFeature } from '../ui/terminal/capabilities/capabilities.ts';
import type { Characters } from '../words/characters.ts';
import type { ThemeName } from '../ui/terminal/theme.ts';

/** How a training is judged and shown, as the flags and the config file say. */
export interface ViewOptions {
  readonly overrides: Overrides;
  readonly readonly: boolean;
  /** Whether the screen begins with the mouse. */
  readonly mouse: boolean;
  /** JSON lines instead of a screen or plain lines. */
  readonly json?: boolean;
  /** What comes after it is a list: its summary is not printed. */
  readonly isFromList?: boolean;
  /** Null for what the user chose on the screen the last time, else for what the terminal can show. */
  readonly chars: Characters | null;
  /** Null for what the terminal answers when it is asked for its background. */
  readonly theme: ThemeName | null;
  /** What is not to be used, although the terminal may understand it. */
  readonly without: readonly TerminalFeature[];
}

/** Where notices go besides the terminal. */
export interface NoticeOptions {
  readonly command: readonly [string, ...string[]] | null;
  readonly webhooks: readonly Webhook[];
  /** The text of each notice, with fields in braces; null: what there is to tell. */
  readonly template: string | null;
  /** Where the report of a run is written at its end: absolute path; null for nowhere. */
  readonly reportDirectory: string | null;
}

export const noNotices: NoticeOptions = { command: null, webhooks: [], template: null, reportDirectory: null };
