/**
 * A line without what it says of the best so far, which is no measurement of this epoch: `(best: 0.63)`, `best_loss =
 * 0.31`, `Best mAP50: 0.61 at epoch 12`. What stands before and behind it stays, also an epoch behind `New best!`.
 */
export function withoutBest(text: string): string {
  if (!word.test(text)) return text;
  return text.replaceAll(exclaimed, ' ').replaceAll(figure, ' ');
}

const word = /best/i;
/** `New best!`, `new best model saved.`: nothing but words up to a sign or the epoch. */
const exclaimed = /\bnew[ _]best\b(?:[ _][a-z]{1,20}){0,4}(?:[!.;,]+|[ :-]*(?=\bepoch\b))/gi;
const number = String.raw`[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?%?`;
/** A name with `best` in it, at most four words more, a number, and the epoch or step that it is of. */
const figure = new RegExp(
  String.raw`\b(?:\w{1,20}[ _])?best(?:[ _][\w@.:%-]{1,20}){0,4}?\s{0,4}(?:[:=(]|\bis\b|\bof\b|\s)\s{0,4}${number}(?:[ ,(]{0,3}(?:(?:at|in|from|@) )?(?:epoch|iter|iteration|step)[ :=#]{0,3}\d+\)?)?`,
  'gi',
);
