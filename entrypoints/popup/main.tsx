import '../../lib/platform/strict-zod.ts';
import { createRoot } from 'react-dom/client';
import '../../components/ui/base.css';
import './popup.css';
import { ErrorBoundary } from '../../components/ui/error-boundary.tsx';
import { WeeklyReview } from '../../components/weekly-review/weekly-review.tsx';
import { createDeps } from '../../lib/app/create-deps.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
createRoot(root).render(
  <ErrorBoundary>
    <WeeklyReview deps={createDeps()} />
  </ErrorBoundary>,
);
