/** What a user does in the first days, done through the product's own pages, so that the tour shows a lived-in record. */
import type { Page } from 'playwright-core';
import type { LaunchedExtension } from '../tests/support/launch-browser.ts';

const SIGN_IN = /^https:\/\/(?:accounts\.google\.com|login\.microsoftonline\.com)\//;

/** Connects a calendar on the options page by clicking through the provider's pages, and waits until it is read. */
export async function connectCalendar(
  browser: LaunchedExtension,
  options: Page,
  provider: 'Google' | 'Outlook',
): Promise<void> {
  // Other tabs (the welcome page) may open meanwhile.
  const opened = browser.context.waitForEvent('page', {
    predicate: (page) =>
      page.waitForURL(SIGN_IN, { timeout: 15_000, waitUntil: 'commit' }).then(
        () => true,
        () => false,
      ),
  });
  await options.getByRole('button', { name: `Connect ${provider}`, exact: true }).click();
  const consent = await opened;
  const account = consent.locator('button[name=account]').first();
  const allow = consent.getByRole('button', { name: 'Allow' });
  await account.or(allow).first().waitFor();
  if (await account.isVisible()) await account.click();
  await allow.click();
  const name = provider === 'Google' ? 'Google Calendar' : 'Outlook';
  await options
    .getByRole('listitem')
    .filter({ hasText: name })
    .getByText(/Read today at/)
    .waitFor();
}

/** Goes to somebody's session by way of the list of people. */
export async function goToPerson(panel: Page, name: string): Promise<void> {
  await panel.getByRole('button', { name: 'People', exact: true }).click();
  await panel.getByRole('dialog').getByRole('button', { name }).click();
  await panel.getByRole('heading', { level: 1, name }).waitFor();
}

/** Writes a mentoring record for Lotte and a coaching one for Karim. Leaves the panel at Lotte's next session. */
export async function writeRecord(panel: Page, today: Temporal.PlainDate): Promise<void> {
  // A page behind another one draws once a second at most.
  await panel.bringToFront();
  await goToPerson(panel, 'Karim Benali');
  await addGoal(panel, 1, 'Say no to the steering group, and still be asked back', 5);
  await addGoal(panel, 2, 'Leave by six, three days a week', 3);
  await noteBefore(panel, 'Karim Benali', [
    'What would a no cost, really? He laughed: “About ten seconds.”',
    'Wants to notice the moment before he says yes.',
  ]);
  await addAction(panel, 'Write down each yes of the week, and who asked', null, today.add({ days: 3 }));
  await writeNote(panel, 'Says yes before they have finished the question.');

  await goToPerson(panel, 'Lotte Vermeersch');
  await addGoal(panel, 1, 'Lead the team meeting so that others speak first', 6);
  await addGoal(panel, 2, 'Hand over the planning to Ruben, and leave it there', 4);
  await addGoal(panel, 3, 'Present the second shop to the board in March', null);
  await noteBefore(panel, 'Lotte Vermeersch', [
    'Ruben planned his first week alone. Two gaps, and both he found himself.',
    'The board wants numbers per shop. I told how we got ours past the bank: one page, worst case first.',
    'Next time: what she did not take back.',
  ]);
  await addAction(panel, 'Send the one-page plan we used for the bank', 'Me', today.subtract({ days: 2 }));
  await addAction(panel, 'Let Ruben run the Monday planning', null, today.add({ days: 7 }));
}

async function addGoal(panel: Page, number: number, text: string, rating: number | null): Promise<void> {
  const goals = panel.getByRole('region', { name: 'Goals' });
  await goals.getByRole('textbox', { name: 'New goal' }).fill(text);
  await panel.keyboard.press('Enter');
  await goals.getByText(text).waitFor();
  if (rating === null) return;
  const score = goals.getByRole('button', { name: new RegExp(`^Goal ${number}:`) });
  await score.click();
  await goals.getByRole('radio', { name: String(rating), exact: true }).click();
  await panel.keyboard.press('Escape');
  await goals.getByRole('button', { name: `Goal ${number}: ${rating} of 10` }).waitFor();
}

async function addAction(
  panel: Page,
  text: string,
  owner: 'Me' | null,
  due: Temporal.PlainDate,
): Promise<void> {
  const actions = panel.getByRole('region', { name: 'Open actions' });
  await actions.getByRole('button', { name: 'Add an action' }).click();
  await actions.getByRole('textbox', { name: 'What was promised' }).fill(text);
  if (owner) await actions.getByRole('radio', { name: owner, exact: true }).click({ force: true });
  await actions.getByLabel('By', { exact: true }).fill(due.toString());
  await actions.getByRole('button', { name: 'Add', exact: true }).click();
  await actions.getByText(text).waitFor();
  await actions.getByRole('button', { name: 'Cancel' }).click();
}

/** Writes the note of this person's session before, and comes back: it is what "Last time" then shows. */
async function noteBefore(panel: Page, name: string, lines: readonly string[]): Promise<void> {
  const earlier = panel.getByRole('button', { name: /^Earlier: / });
  // The sessions of others lie between.
  for (let label = ''; !label.includes(name);) {
    label = (await earlier.getAttribute('aria-label')) ?? '';
    await earlier.click();
    await panel.getByRole('button', { name: label, exact: true }).waitFor({ state: 'detached' });
  }
  await panel.getByRole('heading', { level: 1, name }).waitFor();
  await writeNote(panel, lines.join('\n'));
  await goToPerson(panel, name);
  await panel
    .getByRole('region', { name: 'Last time' })
    .getByText(lines[0] ?? '')
    .waitFor();
}

/** Writes the note of the session that is shown, and waits until it is on disk. */
export async function writeNote(panel: Page, text: string): Promise<void> {
  await panel.getByRole('textbox', { name: 'Note', exact: true }).fill(text);
  await panel.getByText(/^Saved/).waitFor();
}
