import '../../lib/platform/strict-zod.ts';
import { createRoot } from 'react-dom/client';
import '../../components/ui/base.css';
import { Settings } from '../../components/settings/settings.tsx';
import { ErrorBoundary } from '../../components/ui/error-boundary.tsx';
import { createDeps } from '../../lib/app/create-deps.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
createRoot(root).render(
  <ErrorBoundary>
    <Settings deps={createDeps()} welcome={location.hash === '#welcome'} />
  </ErrorBoundary>,
);
