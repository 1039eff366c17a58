import { expect, test } from 'vitest';
import { addCounts, readCount } from '../../scripts/test-count.ts';

function report(counts: Partial<Record<string, number>>, testResults: unknown[] = []): string {
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  return JSON.stringify({ ...none, ...counts, testResults });
}

test('counts passed, failed and what was left out', () => {
  const json = report({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 });
  expect(readCount(json)).toEqual({ passed: 5, failed: 2, skipped: 4 });
});

test('a file that broke before its first test counts as failed', () => {
  const files = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{}] },
    { status: 'passed', assertionResults: [{}] },
  ];
  expect(readCount(report({ numPassedTests: 1, numFailedTests: 1 }, files)).failed).toBe(2);
});

test('a report that was never written counts nothing, and runs add up', () => {
  const run = readCount(report({ numPassedTests: 2, numFailedTests: 1, numTodoTests: 1 }));
  expect(addCounts([run, readCount(''), run])).toEqual({ passed: 4, failed: 2, skipped: 2 });
});
