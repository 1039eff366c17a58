/** What came of the user's last act in a part of a screen: an offer to undo, or why it failed. */
import { TriangleAlert } from 'lucide-react';
import type { Act } from '../hooks/use-act.ts';
import { Notice } from './notice.tsx';
import { errorWords } from './reason-words.ts';
import { UndoBar } from './undo-bar.tsx';

/** Shows what `useAct` knows. Place it once, near the things that are acted on. */
export function ActFeedback({ act }: { act: Act }) {
  return (
    <>
      {act.error !== null && (
        <Notice icon={TriangleAlert} tone="late" alert>
          {errorWords(act.error)}
        </Notice>
      )}
      <UndoBar offer={act.offer} onExpire={act.dismiss} />
    </>
  );
}
