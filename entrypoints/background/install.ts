/** What happens at install, and at every start of the browser. */
import { browser } from 'wxt/browser';
import { type Schedule, inBackground } from './alarms.ts';

/** Opens the welcome page after the first install. */
export function registerInstall({ reschedule }: Schedule): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install')
      void browser.tabs.create({ url: `${browser.runtime.getURL('/options.html')}#welcome` });
    inBackground(reschedule());
  });
  // Only to be woken: registerAlarms sees that the browser has just started, and reads the calendars.
  browser.runtime.onStartup.addListener(() => undefined);
}
