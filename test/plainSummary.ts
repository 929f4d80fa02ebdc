import type { Reporter, TestModule } from 'vitest/node';

/** Ends a test run with the one line that any CI can count: `N passed, N failed, N skipped`. */
export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      let tests = 0;
      for (const test of module.children.allTests()) {
        tests++;
        const { state } = test.result();
        count[state === 'pending' ? 'skipped' : state]++;
      }
      // A file that fails before its first test would otherwise count as nothing.
      if (tests === 0 && module.state() === 'failed') count.failed++;
    }
    process.on('exit', () => console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`));
  }
}
