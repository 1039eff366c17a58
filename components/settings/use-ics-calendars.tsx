/** Adding calendar files and addresses: what is under way, and what came of it. */
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';
import { i18n } from '#i18n';
import { addIcsAddress, addIcsFile, checkFeedAddress, freeIcsName } from '../../lib/app/add-ics-calendar.ts';
import type { AppDeps } from '../../lib/app/deps.ts';
import { loadSettings } from '../../lib/app/load-settings.ts';
import type { IcsSource } from '../../lib/event/account.ts';
import { type TaskState, useWorkerTask } from '../hooks/use-worker-task.ts';
import { Icon } from '../ui/icon.tsx';
import { faultWords, sourceName } from '../ui/reason-words.ts';
import { notAddedWords } from './ics-words.ts';

export interface IcsCalendars {
  /** What is under way, once it takes long, and why the last address was not added; else null. */
  words: string | null;
  /** The address that is being read, or was last. Nothing of it is kept here. */
  address: TaskState<null>;
  /** One after the other; those that are added meanwhile wait their turn. */
  addFiles(files: readonly File[]): Promise<void>;
  /** Puts another file, whatever its name, in the place of the one that was added as `shown`. */
  replaceFile(shown: string, file: File): Promise<void>;
  /** Call it straight from the handler of a click. Resolves to whether it was added. */
  addAddress(text: string): Promise<boolean>;
  forgetAddress(): void;
}

/** What came of one file or address. */
interface Outcome {
  failed: boolean;
  words: string;
}

/** `say` shows what came of it, or clears that. */
export function useIcsCalendars(deps: AppDeps, say: (words: ReactNode) => void): IcsCalendars {
  const file = useWorkerTask<string>();
  const address = useWorkerTask<null>();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const { run: runFile } = file;
  const { run: runAddress } = address;

  const addOne = useCallback(
    async (one: File, inPlaceOf: string | undefined): Promise<Outcome> => {
      const failed = (reason: string): Outcome => ({
        failed: true,
        words: i18n.t('settings.ics.fileFailed', { file: one.name, reason }),
      });
      if (/\.zip$/i.test(one.name)) return failed(i18n.t('settings.ics.zip'));
      const as = inPlaceOf ?? (await freeIcsName(deps, one));
      const named = as === one.name ? one : new File([one], as, { type: one.type });
      const reply = await runFile(one.name, () => addIcsFile(named));
      if (!reply) return failed(i18n.t('faults.failed'));
      if (!reply.ok) return failed(notAddedWords(reply.reason, 'file'));
      return await outcomeOf(deps, { kind: 'file', shown: as });
    },
    [deps, runFile],
  );
  const addFiles = useCallback(
    (files: readonly File[], inPlaceOf?: string) => {
      const work = turn.current.then(async () => {
        say(null);
        const outcomes: Outcome[] = [];
        for (const one of files) outcomes.push(await addOne(one, inPlaceOf));
        say(<Outcomes of={outcomes} />);
      });
      turn.current = work;
      return work;
    },
    [addOne, say],
  );
  return {
    words: fileWords(file.now) ?? addressWords(address.now),
    address: address.now,
    addFiles,
    replaceFile: (shown, other) => addFiles([other], shown),
    addAddress: async (text) => {
      say(null);
      const feed = checkFeedAddress(text);
      const reply = await runAddress(null, () => addIcsAddress(text));
      if (!reply?.ok) return false;
      const shown = typeof feed === 'string' ? '' : feed.host;
      say(<Outcomes of={[await outcomeOf(deps, { kind: 'address', shown })]} />);
      return true;
    },
    forgetAddress: address.forget,
  };
}

function fileWords(task: TaskState<string>): string | null {
  return task.state === 'pending' && task.slow
    ? i18n.t('settings.ics.readingFile', { file: task.what })
    : null;
}

function addressWords(task: TaskState<null>): string | null {
  if (task.state === 'failed') return notAddedWords(task.reason, 'address');
  return task.state === 'pending' && task.slow ? i18n.t('settings.ics.readingAddress') : null;
}

/** Name of the calendar and how many sessions it has; of those that look alike the one that was read last. */
async function outcomeOf(
  deps: AppDeps,
  { kind, shown }: Pick<IcsSource, 'kind' | 'shown'>,
): Promise<Outcome> {
  // Added it is, also where the record cannot be read just now.
  const accounts = await loadSettings(deps).then(
    (view) => view.accounts,
    () => [],
  );
  const readAt = ({ health }: (typeof accounts)[number]) => ('readAt' in health && health.readAt) || '';
  const added = accounts
    .filter(({ account: { ics } }) => ics?.kind === kind && ics.shown === shown)
    .toSorted((a, b) => readAt(b).localeCompare(readAt(a)))
    .at(0);
  if (!added) return { failed: false, words: i18n.t('settings.ics.addedUnnamed') };
  const { account, health, sessionsAhead } = added;
  if (health.state === 'failing') return { failed: true, words: faultWords(health.reason, account) };
  const words = i18n.t('settings.ics.added', {
    name: sourceName(account),
    sessions: i18n.t('settings.account.sessionsAhead', sessionsAhead),
  });
  return { failed: false, words };
}

/** A line for each; what failed has a sign, too. */
function Outcomes({ of: outcomes }: { of: readonly Outcome[] }) {
  return outcomes.map(({ failed, words }, index) => (
    // Nothing is ever put between them.
    <p key={index} className={failed ? 'late' : undefined}>
      {failed && <Icon of={TriangleAlert} />} <span>{words}</span>
    </p>
  ));
}
