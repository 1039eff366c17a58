/** What a screen shows when what is stored could not be read. */
import { TriangleAlert } from 'lucide-react';
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import { errorWords } from './reason-words.ts';
import { StateBlock } from './state-block.tsx';

/** The whole page: `title`, the reason in words, and a button that reads again. */
export function LoadFailed({ title, error, onRetry }: { title: string; error: unknown; onRetry(): void }) {
  return (
    <main role="alert">
      <StateBlock
        icon={TriangleAlert}
        heading="h1"
        title={title}
        actions={<Button onClick={onRetry}>{i18n.t('common.retry')}</Button>}
      >
        <p>{errorWords(error)}</p>
      </StateBlock>
    </main>
  );
}
