/** What PyTorch Lightning says when a training is over: at its planned length in `epochs` or `steps`, or why else. */
export const lightningStopped = /`Trainer\.fit` stopped: (?:`max_(epochs|steps)=(\d+)` reached|.*)\./;

/** What it says of the machine, the model and itself before a training and beside it. */
export const lightningChatter =
  /^(?:INFO: )?(?:INFO:(?:pytorch_lightning|lightning)\b|Sanity Checking|GPU available: |TPU available: |IPU available: |HPU available: |LOCAL_RANK: |Using \w+ precision|Using \w+ Automatic|Initializing distributed: |Testing|Predicting|Epoch \d+: +0it|Epoch \d+, global step \d+: |Metric \S+ improved|\d[\d.]* +\w? +(?:Trainable|Non-trainable|Total)|\d[\d.]* +(?:Modules|Total estimated)| {2}\| Name|-{10,}$|\d+ +\| |-*\s*$)/;
