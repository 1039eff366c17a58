/** How far the first reading of each account is. */
import { useEffect, useState } from 'react';
import { type ReadingProgress, watchProgress } from '../../lib/app/reading-progress.ts';

/** Entries read so far, by account. */
export type Progress = ReadonlyMap<ReadingProgress['accountId'], number>;

const NONE: Progress = new Map();

/** Empty while nothing is read, and again when the reading or the worker has ended. */
export function useReadingProgress(): Progress {
  const [progress, setProgress] = useState(NONE);
  useEffect(
    () =>
      watchProgress((step) =>
        setProgress((before) => (step ? new Map(before).set(step.accountId, step.entries) : NONE)),
      ),
    [],
  );
  return progress;
}
