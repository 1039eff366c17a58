/**
 * Pages that stand for a video call, one for every path of each call service. They load nothing.
 */
import { escapeHtml, html, type Service } from './http-message.ts';

const CALL_HOSTS: Record<string, string> = {
  'meet.google.com': 'Google Meet',
  'teams.microsoft.com': 'Microsoft Teams',
  'teams.live.com': 'Microsoft Teams',
  'teams.cloud.microsoft': 'Microsoft Teams',
  'app.zoom.us': 'Zoom',
  'us02web.zoom.us': 'Zoom',
  'example.webex.com': 'Webex',
  'whereby.com': 'Whereby',
  'meet.jit.si': 'Jitsi Meet',
};

export function callPages(): Service {
  return {
    name: 'call',
    hosts: Object.keys(CALL_HOSTS),
    answer: ({ host, path }) => html(callPage(CALL_HOSTS[host] ?? 'Call', path)),
  };
}

function callPage(service: string, path: string): string {
  const title = escapeHtml(`${service} – ${decodeForTitle(path)}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
html, body { height: 100%; margin: 0; } body { display: grid; grid-template-rows: 1fr auto; background: #202124; color: #e8eaed; font: 16px/1.5 system-ui, sans-serif; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; padding: 1rem; }
h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
figure { display: grid; place-items: center; margin: 0; border-radius: .75rem; background: #3c4043; }
[role=toolbar] { display: flex; justify-content: center; gap: .75rem; padding: 1rem; }
button { font: inherit; color: inherit; background: #3c4043; border: 0; border-radius: 2rem; padding: .6rem 1.1rem; }
button[data-leave] { background: #b3261e; }
</style>
<main><h1>${title}</h1><figure>You</figure><figure>Guest</figure></main>
<div role="toolbar" aria-label="Call controls">
<button type="button" aria-pressed="false">Mute</button>
<button type="button" aria-pressed="false">Camera</button>
<button type="button" data-leave>Leave call</button>
</div></html>`;
}

function decodeForTitle(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return path.slice(1);
  }
}
