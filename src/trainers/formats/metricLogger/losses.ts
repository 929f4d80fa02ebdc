/** The trainers that print with a MetricLogger. Each knows more of its losses than the ones before it. */
export type MeterName = 'torchvision' | 'detr' | 'lw-detr' | 'rf-detr' | 'd-fine' | 'deim';

/**
 * Whose losses these are: DETR's have their matching costs, D-FINE adds its distributions, DEIM a loss of its own.
 * RF-DETR's are DETR's with an encoder's, but of fewer decoder layers than the six that the others have; LW-DETR, which
 * it was made from, prints the same, and is known by its options.
 */
export function lossesOf(text: string): MeterName {
  if (/ loss_mal\w*: /.test(text)) return 'deim';
  if (/ loss_(?:fgl|ddf)\w*: /.test(text)) return 'd-fine';
  if (!/ (?:class_error|loss_(?:ce|vfl|giou)\w*): /.test(text)) return 'torchvision';
  return / class_error: /.test(text) && / loss_ce_enc: /.test(text) && !/ loss_ce_3: /.test(text) ? 'rf-detr' : 'detr';
}
