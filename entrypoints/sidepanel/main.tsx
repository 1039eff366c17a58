import '../../lib/platform/strict-zod.ts';
import '../../components/ui/base.css';
import { createRoot } from 'react-dom/client';
import { SessionPanel } from '../../components/session-panel/session-panel.tsx';
import { ErrorBoundary } from '../../components/ui/error-boundary.tsx';
import { createDeps } from '../../lib/app/create-deps.ts';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <ErrorBoundary>
      <SessionPanel deps={createDeps()} />
    </ErrorBoundary>,
  );
}
