/** Counts of test runs, read from the JSON report of the test runner. */

export interface TestCount {
  passed: number;
  failed: number;
  /** Skipped and still to be written. */
  skipped: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/**
 * Counts of a report; all zero when there is none. A file that failed before its first test counts as one failed
 * test: its tests did not run, and nobody knows how many they are.
 */
export function readCount(json: string): TestCount {
  if (json === '') return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(json) as Report;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The sum of several runs. */
export function addCounts(counts: readonly TestCount[]): TestCount {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}
