import type { AdviceSettings } from '../advisor/verdict.ts';
import type { Webhook } from '../notices/webhook.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import type { ThemeName } from '../ui/terminal/theme.ts';

/** How a training is judged and shown, as the flags and the config file say. */
export interface ViewOptions {
  readonly settings: AdviceSettings;
  readonly trainer: TrainerChoice | null;
  readonly readonly: boolean;
  readonly chars: 'box' | 'braille' | 'ascii';
  /** Null for what the terminal asks for. */
  readonly theme: ThemeName | null;
}

/** Where notices go besides the terminal. */
export interface NoticeOptions {
  readonly command: readonly [string, ...string[]] | null;
  readonly webhooks: readonly Webhook[];
}

export const noNotices: NoticeOptions = { command: null, webhooks: [] };
