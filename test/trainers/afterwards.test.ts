import { expect, test } from 'vitest';
import { trainers } from '../../src/trainers/index.ts';

function resumesFrom(name: string, command: string): string | null {
  return trainers.find(({ names }) => names.includes(name))!.afterwards!.resumesFrom(command.split(' '));
}

test.each([
  [
    'darknet-alexeyab',
    'nice ./darknet detector train a.data a.cfg backup/a_last.weights -map',
    'backup/a_last.weights',
  ],
  ['darknet-alexeyab', 'node demo.mjs --scenario healthy --resume a_last.weights', 'a_last.weights'],
  ['yolov5', 'python train.py --resume runs/train/exp/weights/last.pt', 'runs/train/exp/weights/last.pt'],
  ['ultralytics', 'yolo detect train model=runs/exp/weights/last.pt resume=True', 'runs/exp/weights/last.pt'],
  ['ultralytics', 'yolo train resume=last.pt', 'last.pt'],
  ['yolov6', 'python tools/train.py --resume=last_ckpt.pt', 'last_ckpt.pt'],
  ['yolox', 'python tools/train.py -f exp.py --resume -c latest_ckpt.pth', 'latest_ckpt.pth'],
  ['mmdetection2', 'python tools/train.py a.py --resume epoch_3.pth', 'epoch_3.pth'],
  ['mmdetection2', 'python tools/train.py a.py --resume-from epoch_3.pth', 'epoch_3.pth'],
  ['detr', 'python main.py --resume checkpoint.pth --epochs 50', 'checkpoint.pth'],
  ['d-fine', 'torchrun train.py -c a.yml -r last.pth', 'last.pth'],
  ['torchvision', 'python train.py --resume checkpoint.pth', 'checkpoint.pth'],
])('%s goes on with: %s', (name, command, file) => {
  expect(resumesFrom(name, command)).toBe(file);
});

test.each([
  ['darknet-alexeyab', './darknet detector train a.data a.cfg yolov4.conv.137 -clear', 'counts anew'],
  ['darknet-alexeyab', './darknet detector map a.data a.cfg a_best.weights', 'validates'],
  ['darknet-alexeyab', 'node demo.mjs --evaluate a_best.weights', 'validates'],
  ['yolov5', 'python train.py --weights last.pt', 'fine-tunes'],
  ['yolov5', 'python train.py --resume', 'finds its save itself'],
  ['yolov5', 'python train.py --resume --device 0', 'finds its save itself'],
  ['ultralytics', 'yolo detect train model=last.pt', 'fine-tunes'],
  ['ultralytics', 'yolo detect train model=last.pt resume=False', 'fine-tunes'],
  ['ultralytics', 'yolo detect val model=last.pt', 'validates'],
  ['yolox', 'python tools/train.py -f exp.py -c yolox_s.pth', 'fine-tunes'],
  ['mmdetection2', 'python tools/train.py a.py --resume', 'finds its save itself'],
  ['detectron2', 'python train_net.py --resume --config-file a.yaml', 'finds its save itself'],
  ['detr', 'python main.py --eval --resume checkpoint.pth', 'validates'],
  ['d-fine', 'python train.py -c a.yml --test-only -r last.pth', 'validates'],
  ['d-fine', 'python train.py -c a.yml -t last.pth', 'fine-tunes'],
])('%s goes on from no file with: %s, which %s', (name, command) => {
  expect(resumesFrom(name, command)).toBeNull();
});
