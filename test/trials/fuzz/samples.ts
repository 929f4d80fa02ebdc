/** Short whole inputs of readers of which no recorded one is among the fixtures. */

export const yoloLabels = `0 0.5 0.5 0.2 0.3
1 0.250000 0.750000 0.1 0.1
2 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2
`;

export const vocLabels = `<?xml version="1.0"?>
<annotation>
  <filename>1.jpg</filename>
  <size><width>640</width><height>480</height><depth>3</depth></size>
  <object><name>square</name><bndbox><xmin>1</xmin><ymin>20</ymin><xmax>300</xmax><ymax>240</ymax></bndbox></object>
  <object><name>circle &amp; dot</name><difficult>0</difficult><bndbox><xmin>5</xmin><ymin>6</ymin><xmax>7</xmax><ymax>8</ymax></bndbox></object>
</annotation>
`;

export const darknetData = `classes = 3
train = train.txt
valid = train.txt
names = shapes.names
backup = backup
`;

export const yoloData = `path: .
train: images/train
val: [images/val, images/other]
nc: 3
names:
  0: square
  1: circle
  2: triangle
kpt_shape: [17, 3]
`;

export const cocoData = JSON.stringify({
  images: [
    { id: 1, file_name: 'a.jpg', width: 640, height: 480 },
    { id: 2, file_name: 'b.jpg', width: 64, height: 48 },
  ],
  annotations: [
    { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 30, 40], area: 1200, iscrowd: 0 },
    { id: 2, image_id: 2, category_id: 7, bbox: [0, 0, 64, 48.5], area: 3000, iscrowd: 1 },
  ],
  categories: [
    { id: 1, name: 'square' },
    { id: 7, name: 'circle' },
  ],
});

export const jsonLines = `{"train_lr": 0.0001, "train_loss": 8.1, "test_coco_eval_bbox": [0.1, 0.2, 0.1], "epoch": 0}
{"train_lr": 0.0001, "train_loss": 6.3, "test_coco_eval_bbox": [0.2, 0.35, 0.2], "epoch": 1}
{"epoch": 2, "loss": 1.5, "mAP50": 0.4, "step": 300}
`;

export const record = JSON.stringify({
  version: 2,
  id: '20260101-000000-shapes',
  name: 'shapes',
  command: ['darknet', 'detector', 'train', 'shapes.data'],
  cwd: '/home/ada',
  log: '/home/ada/.local/state/plateau/runs/20260101-000000-shapes/output.log',
  state: 'running',
  startedAt: 1_780_000_000.5,
  keeper: { pid: 4242, startTime: 12 },
  training: { pid: 4243, startTime: 13 },
  exit: { status: 0, signal: null, time: 1_780_000_100 },
  problem: null,
  machine: { host: 'box', boot: '9f5c', id: '11', pidNamespace: '4026531836', uid: 1000 },
  socket: null,
  advice: { preset: 'balanced', targetMap: 0.5, maxTime: null, maxIterations: 6000, minGain: 0.01, ignoreFirst: 0.1 },
  armed: { plan: { when: 'checkpoint', within: 60 }, by: 'ada', since: 1_780_000_000, stage: 'checkpoint' },
  signals: [{ signal: 'SIGINT', time: 1_780_000_050, wait: 10, by: 'ada', reached: null }],
  pauses: [{ from: 1_780_000_010, to: null }],
  strays: [{ pid: 4300, startTime: 15 }],
});

export const statusFile = JSON.stringify({
  version: 1,
  run: '20260101-000000-shapes',
  machine: { host: 'box', boot: '9f5c' },
  seq: 7,
  time: { wall: 1_780_000_000, monotonic: 100, boot: '9f5c' },
  state: 'running',
  trainer: { name: 'darknet', version: null },
  position: { at: 100, planned: 6000, unit: 'iteration', progress: 0.02 },
  course: [0.1, 0.2],
});

export const times = `{"version":1,"boot":"9f5c"}
[0,1780000000,100]
[500,1780000002.5,102.5]
{"version":1,"boot":"aa"}
[900,1780000010,3]
`;

export const audit = `{"event":"started","pid":4243,"command":["darknet"],"time":1780000000,"keeper":4242}
{"event":"signal","signal":"SIGINT","by":"ada","wait":10,"time":1780000050,"keeper":4242}
{"event":"untold","problem":"the webhook did not answer","time":1780000051,"keeper":4242}
`;

export const messages = `{"version":1,"say":"hello","commands":["target","signal"]}
{"version":1,"request":"a","ask":"target"}
{"version":1,"request":"b","ask":"signal","signal":"SIGINT","wait":10,"by":"ada"}
{"version":1,"request":"c","ask":"arm","plan":{"when":"checkpoint","within":60},"by":"ada"}
{"version":1,"say":"state","now":1,"ladder":{"steps":[],"ignoresInterrupt":false,"alive":true},"note":null,"exit":null,"armed":null,"paused":false,"pauses":[]}
`;
