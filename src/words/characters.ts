/** What charts and frames are drawn with; `ascii` where box drawing is two cells wide or missing. */
export type Characters = 'box' | 'braille' | 'ascii';
