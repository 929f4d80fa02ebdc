import { createTextReader } from '../formats/textReader.ts';
import type { Emit, TrainerReader } from '../trainer.ts';
import { readClassTable } from './classTable.ts';
import { planOf } from './configuration.ts';
import { createMemory, type Memory, plan } from './memory.ts';
import { readNotice } from './notices.ts';
import { readProgressLine } from './progressLine.ts';

/** Reads a log of MMDetection 2 or 3, whose lines differ in their prefix and in what separates fields. */
export function createMmdetectionReader(name: string): TrainerReader {
  const memory = createMemory(name);
  // A COCO table's figures come again, with a decimal more, in the line of the evaluation.
  return createTextReader({ readText: (text, emit) => readText(text, memory, emit) });
}

function readText(text: string, memory: Memory, emit: Emit): boolean {
  const message = prefixed.exec(text)?.[1];
  if (message === undefined) return readUnprefixed(text, memory, emit);
  endConfiguration(memory, emit);
  memory.dump = dumps.test(message);
  if (message === 'Config:') memory.configuration = '';
  else if (!readProgressLine(message, memory, emit)) readNotice(message, memory, emit);
  return true;
}

/** What a log record spans beyond its first line, and what is printed past the logger. */
function readUnprefixed(text: string, memory: Memory, emit: Emit): boolean {
  if (memory.configuration !== null) {
    if (memory.configuration.length < maxConfigurationLength) memory.configuration += `${text}\n`;
    return true;
  }
  readVersion(text, memory, emit);
  return readClassTable(text, memory, emit) || memory.dump || chatter.test(text);
}

/** The dump of the configuration is over when another record follows; one that was cut off says nothing. */
function endConfiguration(memory: Memory, emit: Emit): void {
  if (memory.configuration === null) return;
  plan(memory, planOf(memory.configuration), emit);
  memory.configuration = null;
}

function readVersion(text: string, memory: Memory, emit: Emit): void {
  const version = /^MMDetection: (\d\S*)\+\w*$/.exec(text)?.[1];
  if (version !== undefined) emit({ type: 'trainer', name: memory.name, version });
}

/**
 * The last prefix of the line counts, so that of two records which ran into one another the second is still read right.
 * mmengine prints `04/15 16:50:26 - mmengine - INFO - `, with a year before 0.3; mmcv `2020-05-21 04:01:33,217 - mmdet
 * - INFO - `.
 */
const prefixed =
  /^.*(?:(?:\d{4}\/)?\d\d\/\d\d \d\d:\d\d:\d\d - mmengine - |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (?:mm[\w.]+ - )?)(?:[A-Z]+) - ?(.*)$/;
const maxConfigurationLength = 400_000;
/** The environment, and the table of classes, follow a record without text. */
const dumps = /^(?:Environment info:|Hooks will be executed in the following order:|)$/;
/** Progress of an evaluation, pycocotools, rulers. */
const chatter =
  /^(?:\[[> ]*\] \d+\/\d+|Evaluating \w+\.\.\.|Loading and preparing results|DONE \(t=|Accumulating evaluation|Running per image|\*Evaluation|loading annotations into memory|Done \(t=|creating index|index created|-{20,}$|\s*$)/;
