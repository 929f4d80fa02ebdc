import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a test run with each skipped test and what it needs, and with the one line that any CI can count:
 * `N passed, N failed, N skipped`.
 */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const counted = (...states: string[]) => tests.filter((test) => states.includes(test.result().state)).length;
    // A file that fails before its first test would otherwise count as nothing.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && [...module.children.allTests()].length === 0,
    );
    const failed = counted('failed') + broken.length;
    const skipped = tests.filter(isSkipped);
    process.on('exit', () => {
      for (const line of skippedLines(skipped)) console.log(line);
      console.log(`${counted('passed')} passed, ${failed} failed, ${skipped.length} skipped`);
    });
  }
}

function isSkipped(test: TestCase): boolean {
  return ['skipped', 'pending'].includes(test.result().state);
}

/** The skipped tests, those that need the same together. */
function skippedLines(skipped: readonly TestCase[]): string[] {
  const lines: string[] = [];
  for (const [needs, tests] of Map.groupBy(skipped, needed)) {
    lines.push(`skipped, ${needs}:`);
    for (const test of tests) lines.push(`  ${test.module.relativeModuleId} > ${test.fullName}`);
  }
  return lines;
}

/** What the test or a suite that it is in was told to need. */
function needed(test: TestCase): string {
  for (let task: TestCase | TestCase['parent'] = test; task.type !== 'module'; task = task.parent) {
    const { needs } = task.meta();
    if (needs !== undefined) return needs;
  }
  return 'and no reason is said';
}
