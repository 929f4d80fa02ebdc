/**
 * Whose losses these are: DETR's have their matching costs, D-FINE adds its distributions. RF-DETR's are DETR's with an
 * encoder's, but of fewer decoder layers than the six that the others have.
 */
export function lossesOf(text: string): string {
  if (/ loss_(?:fgl|ddf|mal)\w*: /.test(text)) return 'd-fine';
  if (!/ (?:class_error|loss_(?:ce|vfl|giou)\w*): /.test(text)) return 'torchvision';
  return / class_error: /.test(text) && / loss_ce_enc: /.test(text) && !/ loss_ce_3: /.test(text) ? 'rf-detr' : 'detr';
}
