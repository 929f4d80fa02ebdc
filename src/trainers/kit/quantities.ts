/** What people's own names of metrics mean. */
export type Quantity =
  | 'epoch'
  | 'iteration'
  | 'epochs'
  | 'iterations'
  | 'loss'
  | 'validationLoss'
  | 'map50'
  | 'map50To95'
  | 'map'
  | 'precision'
  | 'recall'
  | 'iou'
  | 'learningRate'
  | 'seconds';

/** The quantity that a name like `val/mAP50`, `train_loss` or `lr` stands for; undefined for any other name. */
export function quantityOf(key: string): Quantity | undefined {
  const bare = key.toLowerCase().replaceAll(/\(b\)|[^a-z0-9]/g, '');
  const measured = key
    .toLowerCase()
    .replace(/^(?:val(?:id(?:ation)?)?|eval|test|metrics|bbox)[/_.-]/, '')
    .replaceAll(/\(b\)|[^a-z0-9]/g, '');
  // A prefix distinguishes the validation loss from the training loss; for other metrics it means nothing.
  const quantity = quantities.get(measured);
  return quantities.get(bare) ?? (quantity === 'loss' || quantity === 'epoch' ? undefined : quantity);
}

/** Names as they remain when `val/`, `metrics/` and the like, brackets and signs are taken off. */
const names: readonly (readonly [Quantity, readonly string[]])[] = [
  ['epoch', ['epoch']],
  ['iteration', ['step', 'iteration', 'iter', 'globalstep']],
  ['epochs', ['epochs', 'maxepochs', 'numepochs', 'totalepochs']],
  ['iterations', ['iterations', 'maxsteps', 'totalsteps', 'maxiter', 'maxiters', 'numiterations']],
  ['loss', ['loss', 'trainloss', 'totalloss', 'traintotalloss', 'trainlossepoch', 'trainingloss']],
  ['validationLoss', ['valloss', 'evalloss', 'validloss', 'validationloss', 'testloss', 'valtotalloss']],
  ['map50', ['map50', 'map05', 'ap50', 'bboxmap50', 'map5']],
  ['map50To95', ['map5095', 'map50to95', 'map0595', 'map595', 'ap5095', 'bboxmap']],
  // What torchmetrics and COCO call mAP50-95, where mAP50 stands beside it.
  ['map', ['map', 'ap']],
  ['precision', ['precision']],
  ['recall', ['recall']],
  ['iou', ['iou', 'miou', 'meaniou', 'avgiou']],
  ['learningRate', ['lr', 'learningrate', 'trainlr']],
  ['seconds', ['itertime', 'steptime', 'batchtime', 'secondsperstep']],
];

const quantities = new Map(names.flatMap(([quantity, aliases]) => aliases.map((alias) => [alias, quantity] as const)));
