/** The last net: a screen that fails to render says so, instead of going blank. */
import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import { StateBlock } from './state-block.tsx';

/** Shows what happened, that the notes are safe, and the way on. Keeps no details: they could hold a name. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main role="alert">
        <StateBlock
          icon={TriangleAlert}
          heading="h1"
          title={i18n.t('common.brokenTitle')}
          actions={<Button onClick={() => location.reload()}>{i18n.t('common.reload')}</Button>}
        >
          <p>{i18n.t('common.brokenText')}</p>
        </StateBlock>
      </main>
    );
  }
}
