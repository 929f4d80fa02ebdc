/**
 * Whether a line is one that Darknet, or a library it is built on, is known to print and that says nothing of the
 * training's course: what the machine can do, the table of layers, progress within an evaluation. Every kind has its
 * rule, so that what is new is not taken for known. Sources: parser.c, network.c, dark_cuda.c, detector.c of pjreddie's
 * and AlexeyAB's; darknet.cpp, detector.cpp, detector_map.cpp of hank-ai's.
 */
export function isChatter(text: string): boolean {
  return anyChatter.test(text);
}

const chatter: readonly { readonly kind: string; readonly line: RegExp }[] = [
  { kind: 'head of the layer table', line: /^ *layer +filters +size(?:\/strd\(dil\))? +input +output *$/ },
  {
    kind: 'row of the layer table',
    line: /^ {0,5}\d+ (?:conv|deconv|max|maxpool|avg|avgpool|route|Shortcut|shortcut|res|upsample|downsample|yolo|Gaussian|detection|dropout|crop|cost|reorg|softmax|connected|local|batchnorm|Batch|scale|Scale|sam|SAM|implicit|contrastive|activation|Activation|empty|blank|L2|CRNN|RNN|GRU|LSTM|CONV_LSTM|dconv|convS|wt|history)\b.*$/,
  },
  {
    kind: 'row of the layer table whose number was printed elsewhere',
    line: /^(?:conv|max|route|upsample|yolo|avg|dropout|connected|Shortcut Layer:)(?: .*)?$/,
  },
  { kind: 'hank-ai row of the layer table', line: /^ *\d+ +\d+ [a-z_]+ .* -> *\d+ x +\d+ x +\d+ *(?:[\d.]+ BF *)?$/ },
  { kind: 'parameters of a head', line: /^\[(?:yolo|Gaussian_yolo|gaussian_yolo)\] params: / },
  { kind: 'suppression of a head', line: /^nms_kind: / },
  { kind: 'size of the network', line: /^ ?Total BFLOPS [\d.]+ *$|^avg_outputs = \d+ *$/ },
  { kind: 'default of a setting', line: /^\w+: Using default '[^']*'$/ },
  { kind: 'setting without a reader', line: /^Unused field: / },
  {
    kind: 'what was built in',
    line: /^ (?:GPU isn't used|Used AVX|Used FMA & AVX2|OpenCV isn't used.*|CUDNN_HALF=1) *$/,
  },
  { kind: 'CUDA', line: /^ ?CUDA-version: |^ ?cuDNN: |^ ?OpenCV version: / },
  { kind: 'GPU', line: /^(?: \d+ :)? ?compute_capability = \d+|^GPU #?\d+/ },
  { kind: 'memory mode', line: /^net\.optimized_memory = \d+ *$|^optimized_memory = \d+ *$/ },
  { kind: 'workspace', line: /^ ?(?:try to )?[Aa]llocat(?:e|ing) (?:additional )?workspace|^Allocating workspace: / },
  { kind: 'workspace', line: /^ ?CUDA allocate done! *$|^ ?used slow CUDNN algo/ },
  { kind: 'weights read', line: /^ ?Done! ?(?:Loaded \d+ layers from weights-file)? *$/ },
  { kind: 'loading threads', line: /^ Create \d+ permanent cpu-threads *$|^Creating \d+ permanent CPU threads / },
  { kind: 'detection layer', line: /^ ?Detection layer: \d+ - type = \d+ *$|^(?:-> d|D)etection layer #\d+ is type / },
  { kind: 'random size', line: /^Resizing(?:, random_coef ?= ?[\d.]+ ?)?(?:, batch=\d+, \d+x\d+)?$/ },
  { kind: 'random size', line: /^ ?\d+ x \d+ *(?:\(batch ?= ?\d+\))? *$/ },
  { kind: 'size for the evaluation', line: /^Resizing to initial size: \d+ x \d+ *$/ },
  { kind: 'tracking', line: /^ ?Tracking! |^ ?sequential_subdivisions ?= ?\d+/ },
  { kind: 'contrastive accuracy', line: /^ +avg_contrastive_acc = |^average contrastive acc=/ },
  { kind: 'average of the weights', line: /^ ?EMA weights are saved to / },
  { kind: 'images evaluated, over the end of the last', line: /^\d*Total Detection Time: [\d.]+ Seconds$/ },
  { kind: 'images evaluated or random size', line: /^\d+$/ },
  { kind: 'detections', line: /^ ?detections_count ?= ?\d+, unique_truth_count ?= ?\d+ *$/ },
  { kind: 'detections of a class', line: /^ ?class_id[:=] ?\d+(?: - |, )detections ?= ?\d+, tp\+fp ?= ?\d+/ },
  { kind: 'ranks', line: /^ ?rank ?= ?\d+ of ranks ?= ?\d+ ?$/ },
  { kind: 'recall points', line: /^(?: |-> )IoU threshold ?= ?[\d.]+ ?%, used .+$/ },
  { kind: 'hint on points', line: /^Set -points flag:$|^ `-points \d+`/ },
  { kind: 'best so far', line: /^New best mAP(?:!|, saving weights!)$/ },
  { kind: 'hint on memory', line: /^ ?Try to set subdivisions=64 in your cfg-file\. *$/ },
  { kind: 'hint on the mAP', line: /^ (?:Don't use -map flag\.|Or set valid=.+) *$/ },
  { kind: 'hint on errors', line: /^ If error occurs - run training with flag: -dont_show *$/ },
  {
    kind: 'hank-ai build',
    line: /^Darknet is compiled (?:to use|with) |^(?:OpenBLAS|CUDA|cuDNN|ROCm|OpenMP|OpenCV)\b.*(?:disabled|v?\d+\.\d+)/,
  },
  { kind: 'hank-ai build', line: /^(?:SSE|AVX|FMA & AVX2|NEON).* (?:is )?(?:detected|enabled)\.?$/ },
  {
    kind: 'hank-ai on a CPU',
    line: /^THIS VERSION OF DARKNET WAS NOT BUILT TO RUN ON A GPU!$|^While you can attempt to train |^recommended(?:,|\.) |^training with a CPU versus |^and it will take much longer to train |^(?:Darknet\. {2})?Are you certain you want to proceed with training on a CPU\?$/,
  },
  {
    kind: 'hank-ai question',
    line: /^Type "yes" to begin training, or anything else to quit: {2}(?:Prepare additional network .*)?$/,
  },
  { kind: 'hank-ai preparation', line: /^Prepare additional network for mAP calculation\.\.\.$/ },
  { kind: 'hank-ai plan', line: /^weights will be saved every \d+ iterations$/ },
  { kind: 'hank-ai names', line: /^Loading (?:names|configuration) |^Loaded \d+ (?:names|classes) / },
  { kind: 'hank-ai GPUs', line: /^Training GPUs modified from \d+ down to 1 until burn-in\.$/ },
  {
    kind: 'hank-ai cache',
    line: /^-> loading image #\d+ |^-> exit from image cache prime/,
  },
  { kind: 'hank-ai cache', line: /^-> loaded a total of |^-> image loading time: |^-> done with the \d+ image cache / },
  { kind: 'hank-ai loading', line: /^loaded \d+ images in |^Tensor cores are disabled until iteration #\d+\.$/ },
  {
    kind: 'hank-ai evaluation',
    line: /^-> \d+ validation images for |^-> \d+ loading threads? with |^-> starting loading thread /,
  },
  {
    kind: 'hank-ai evaluation',
    line: /^-> \d+ images\/sec: loading #|^using \d+ threads to load \d+ validation images /,
  },
  { kind: 'hank-ai evaluation', line: /^processing #\d+ \(\d+%\) ?$|^mAP calculations took a total of / },
  { kind: 'hank-ai table', line: /^ (?:AP|FP|TN)=[a-z ]+, (?:TP|FN|FP)=[a-z ]+,? .*$/ },
  { kind: 'hank-ai end', line: /^to restart training with these weights, |^use the "-clear" flag to reset / },
  { kind: 'hank-ai fatal error', line: /^\* \* \* \* |^\* (?:Error location|Thread|Version|Errno)\b|^\* errno / },
  { kind: 'backtrace', line: /^backtrace \(\d+ entries\):?$|^\d+\/\d+: |^known threads: +\d+$/ },
  { kind: 'image library', line: /^libpng (?:warning|error): |^Corrupt JPEG data: |^Premature end of JPEG file$/ },
  {
    kind: 'window library',
    line: /^\(.*:\d+\): (?:Gtk|Gdk|GLib)\S*-(?:WARNING|CRITICAL|Message)|^Gtk-Message: |^Unable to init server: /,
  },
];

/** All rules in one expression: to try them one by one would cost more than all else that is done with a log. */
const anyChatter = new RegExp(chatter.map(({ line }) => line.source).join('|'));
