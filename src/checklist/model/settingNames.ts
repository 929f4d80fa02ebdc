/**
 * The settings that Darknet reads in a section, null for a section that it does not know. Source: AlexeyAB/darknet,
 * src/parser.c (string_to_layer_type and the function that parses each section), what pjreddie's and hank-ai's read
 * besides, and the few that stand in the .cfg files of Darknet without being read.
 */
export function settingNames(section: string): ReadonlySet<string> | null {
  const own = namesBySection.get(aliases[section] ?? section);
  return own === undefined ? null : new Set([...own, ...everywhere]);
}

/** The sections that Darknet knows. */
export function sectionNames(): readonly string[] {
  return [...namesBySection.keys()];
}

/** Other names of the same sections. */
const aliases: Readonly<Record<string, string>> = {
  network: 'net',
  conv: 'convolutional',
  deconv: 'deconvolutional',
  conn: 'connected',
  max: 'maxpool',
  local_avg: 'local_avgpool',
  avg: 'avgpool',
  lrn: 'normalization',
  soft: 'softmax',
  silence: 'empty',
};

/** Read in every layer (parse_network_cfg_custom). */
const everywhere = words(
  'burnin_update clip dont_update dontload dontloadscales learning_rate numload onlyforward show_receptive_field smooth stopbackward train_only_bn truth noloss extra_avg_ratio',
);

const recurrent = 'activation batch_normalize output';
const heads =
  'anchors beta1 beta_nms classes cls_normalizer counters_per_class delta_normalizer focal_loss ignore_thresh iou_loss iou_normalizer iou_thresh iou_thresh_kind jitter label_smooth_eps map mask max max_delta new_coords nms_kind num obj_normalizer objectness_smooth random resize scale_x_y truth_thresh uc_normalizer';
const reorg = 'reverse stride flatten extra';

const namesBySection: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'net',
    words(
      'B1 B2 adam adversarial_lr angle aspect attention augment_speed badlabels_rejection_percentage batch blur burn_in center channels clip contrastive contrastive_color contrastive_jit_flip cutmix decay dynamic_minibatch ema_alpha eps equidistant_point exposure flip gamma gaussian_noise height hue inputs label_smooth_eps learning_rate learning_rate_min letter_box loss_scale max_batches max_chart_loss max_crop max_epochs max_ratio min_crop min_ratio mixup momentum mosaic mosaic_bound notruth num_sigmas_reject_badlabels optimized_memory policy power random resize_step saturation scale scales seen seq_scales sequential_subdivisions sgdr_cycle sgdr_mult step steps subdivisions time_steps track try_fix_nan unsupervised use_cuda_graph weights_reject_freq width workspace_size_limit_MB',
    ),
  ],
  [
    'convolutional',
    words(
      'activation angle antialiasing assisted_excitation batch_normalize bin_output binary cbn coordconv dilation dot filters flipped grad_centr groups pad padding reverse rotate share_index size stream stretch stretch_sway stride stride_x stride_y sway wait_stream xnor',
    ),
  ],
  ['deconvolutional', words('activation batch_normalize filters pad padding size stride')],
  [
    'yolo',
    words(
      `${heads} dets_for_show dets_for_track embedding_layer show_details sim_thresh track_ciou_norm track_history_size`,
    ),
  ],
  ['Gaussian_yolo', words(`${heads} yolo_point`)],
  [
    'region',
    words(
      'absolute anchors background bias_match class_scale classes classfix coord_scale coords focal_loss jitter log map mask_scale max noobject_scale num object_scale random rescore resize softmax sqrt thresh tree',
    ),
  ],
  [
    'detection',
    words(
      'class_scale classes coord_scale coords forced jitter max noobject_scale num object_scale random reorg rescore resize side softmax sqrt',
    ),
  ],
  ['route', words('group_id groups layers stream wait_stream')],
  ['shortcut', words('activation alpha beta from weights_normalization weights_type')],
  ['scale_channels', words('activation from scale_wh')],
  ['sam', words('activation from')],
  [
    'maxpool',
    words('antialiasing maxpool_depth maxpool_zero_nonmax out_channels pad padding size stride stride_x stride_y'),
  ],
  ['local_avgpool', words('pad padding size stride stride_x stride_y')],
  ['avgpool', []],
  ['upsample', words('scale stride')],
  ['reorg', words(reorg)],
  ['reorg3d', words(reorg)],
  ['dropout', words('dropblock dropblock_size_abs dropblock_size_rel probability')],
  ['batchnorm', []],
  ['normalization', words('alpha beta kappa size')],
  ['activation', words('activation')],
  ['logistic', []],
  ['l2norm', []],
  ['empty', []],
  ['implicit', words('atoms filters mean std')],
  ['contrastive', words('classes cls_normalizer contrastive_neg_max max_delta temperature yolo_layer')],
  ['connected', words(recurrent)],
  ['local', words('activation filters pad size stride')],
  ['softmax', words('groups spatial temperature tree')],
  ['cost', words('noobj ratio scale thresh type')],
  ['crop', words('angle crop_height crop_width exposure flip noadjust saturation shift')],
  ['iseg', words('classes ids')],
  ['rnn', words(`${recurrent} hidden logistic shortcut`)],
  ['gru', words(`${recurrent} tanh`)],
  ['lstm', words(recurrent)],
  ['crnn', words(`${recurrent} dilation groups hidden pad padding shortcut size stride xnor`)],
  [
    'conv_lstm',
    words(
      `${recurrent} bottleneck dilation groups lstm_activation pad padding peephole shortcut size state_constrain stride time_normalizer xnor`,
    ),
  ],
  ['history', words('history_size')],
]);

function words(text: string): readonly string[] {
  return text.split(' ');
}
