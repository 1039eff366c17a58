/** The call services that are known, and the name of a call that stays the same whatever its address looks like. */
import { addressPattern, plainAddress } from './call-hosts.ts';

/**
 * Services whose calls have addresses of several forms: the first part of the key, the hosts, and where the rest of
 * an address (lower case, nothing escaped, without the first slash) names the room.
 */
const SERVICES: readonly (readonly [service: string, hosts: string, room: RegExp])[] = [
  ['meet', 'meet.google.com', /^(?:_meet\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})(?![\w-])|^lookup\/([\w-]+)/],
  ['meet', 'g.co', /^meet\/([\w-]+)/],
  [
    'teams',
    '*.teams.microsoft.(?:com|us) *.teams.live.com *.teams.cloud.microsoft teams.microsoftonline.cn',
    // A message of a channel tells its meetings apart; elsewhere it is 0. Guests get both in JSON, in Base64.
    /(?:meetup-join\/|pre-join-calling\/|"conversationid":")(19:[^/?#&"]+)(?:\/([1-9]\d*))?|(?:^|\/)meet\/(\d+)(?!\w)|"meetingcode":"(\d+)|^event\/([\w-]+@[\w-]+)/,
  ],
  [
    'zoom',
    '*.zoom.us *.zoom.com *.zoomgov.com *.zoom.com.cn *.zoom-x.de',
    /^(?:j|w|s|wc(?:\/join)?|launch\/jc)\/(\d+)(?!\w)|^(?:wc\/)?my\/([\w.-]+)|^(?:ejl|(?:meeting|webinar)\/register)\/([\w-]+)/,
  ],
  [
    'webex',
    // A free account's host is `name.my.webex.com`.
    String.raw`(?:([\w.-]+).)?webex.com ([\w-]+).webexgov.us`,
    /^.*[?&]mtid=(\w+)|(?:^(?:meet|join)|\/pmr)\/([\w.@-]+)|(?:^|\/)(?:m|meeting\/(?:info|download))\/(\w+)/,
  ],
  [
    'goto',
    '*.gotomeeting.com (?:meet|app).goto.com',
    /^(?:(?:join|meeting)\/|\?(?:.*&)?meetingid=)?(\d+)(?!\w)/,
  ],
  ['ringcentral', '*.ringcentral.com', /^(?:join|j|conf\/on)\/([\w.-]+)/],
  ['chime', '*.chime.aws', /^(?:meetings\/)?(\d+)(?!\w)/],
  ['discord', 'discord.gg', /^([\w-]+)/],
  [
    'discord',
    '(?:(?:www|canary|ptb).)?discord(?:app)?.com',
    /^invite\/([\w-]+)|^(?:channels|events)\/([\w@]+\/\d+)/,
  ],
  ['livestorm', 'app.livestorm.com?', /^p\/([\w-]+)/],
  // One space, whatever floor.
  ['ovice', String.raw`(?!www.|app.)([\w-]+).ovice.(?:com|in)`, /^/],
];

/**
 * Services whose calls have one address each: that is the key. Left out on purpose: Skype for Business on a firm's own
 * host, which only its path would tell from any other page, and recorded videos (YouTube, Vimeo).
 */
const ROOMS = String.raw`
stream.meet.google.com/stream/* hangouts.google.com/** duo.app.goo.gl/* meet.proton.me/join/* (?!www)[\w-]+.zm.page
reclaim.ai/z/** *.whereby.com/* meet.jit.si/* 8x8.vc/** *.gotowebinar.com/(join|register|rt)/** gotomeet.me/*
meet.goto.com/* *.bluejeans.com/* *.bluejeans.com/\d+/* event.demio.com/** join.me/* uberconference.com/* meetings.dialpad.com/**
go.blizz.com/** go.teamviewer.com/** vsee.com/** meet.starleaf.com/** (meeting.tencent|voovmeeting).com/(d[mw]|[lpsw])/*
*.workplace.com/groupcall/** call.lifesizecloud.com/* join.skype.com/** meet.lync.com/** facetime.apple.com/join#v=1&p=*
(m.)?youtube.com/live/* vimeo.com/event/** venues.vimeo.com/** meetings.vonage.com/* (meet.)?around.co/** jam.systems/**
*.bbcollab.com/** join.coscreen.co/** *.vowel.com/#/g/* welink.zhumu.com/j/* vc.larksuite.com/j/* vc.feishu.cn/j/*
(lu.ma|luma.com)/join/** preply.com/** go.userzoom.com/participate/* app.venue.live/app/** app.teemyco.com/room/**
demodesk.com/** cliq.zoho.(com|eu|in)/meetings/** meet.zoho.(com|eu|in)/* app.slack.com/huddle/*/*
app(.v2)?.gather.town/app/** pop.com/j/* go.chorus.ai/** *.join.gong.io/** tuple.app/c/* meet.pumble.com/*
*.conference.istesuit.com/** *.doxy.me/* app.cal.com/video/* meet(.[\w-]+)?.livekit.io/rooms/*
meetings.conf.meetecho.com/**(/?[?](session|group|short)=*)? streamyard.com/(guest/)?[a-z\d]{8,13} riverside.(com|fm)/studio/*
(?!www)[\w-]+.daily.co/* talk.brave.com/* meet.element.io/* call.whatsapp.com/v(ideo|oice)/* signal.link/call/#key=*
(?!www)[\w-]+.(clickmeeting|adobeconnect).com/*`;

/** Pages about a service, which many keep next to the rooms: the start of a path or of a host. */
const ABOUT = `about blog careers contact docs downloads? enterprise faq features help home legal log-?in pricing privacy
products? security sign-?in sign-?up static status support terms`;

const CALLS = SERVICES.map(([service, hosts, room]) => ({
  service,
  host: new RegExp(`^${addressPattern(hosts)}$`),
  room,
}));
/** Every host, as `addressPattern` reads it. */
export const CALL_HOSTS = [...SERVICES.map(([, hosts]) => hosts), ROOMS.replaceAll(/\/\S*/g, '')].join(' ');
const HOST = new RegExp(`^(?:www\\.)?${addressPattern(CALL_HOSTS)}$`);
const ROOM = new RegExp(
  `^(?:www\\.)?(?!(?:[^/]+/(?:[a-z]{2}/)?)?${addressPattern(ABOUT)}(?:[./?#&]|$))(${addressPattern(ROOMS)})/*(?:[?#&]|$)`,
);

/**
 * What names the call that an address leads to, e.g. `meet:abc-defg-hij`, `zoom:123456789` or `whereby.com/mira`; the
 * same for a calendar's link and for a tab in that call. Null for any other page, and for a look-alike of a host.
 */
export function callKey(address: string | URL): string | null {
  const url = plainAddress(address);
  if (url === null) return null;
  const { hostname } = url;
  const rest = legible(url.pathname.slice(1) + url.search + url.hash);
  for (const { service, host, room } of CALLS) {
    const on = host.exec(hostname);
    const found = on && room.exec(rest);
    if (found) return `${service}:${[...on.slice(1), ...found.slice(1)].filter(Boolean).join('/')}`;
  }
  return ROOM.exec(`${hostname}/${rest}`)?.[1] ?? null;
}

/** Whether a host is one of a call service's; what the address names there may be anything. */
export function isCallHost(hostname: string): boolean {
  return HOST.test(hostname);
}

/** Lower case without escapes, however often they were escaped: launcher pages carry an address within an address. */
function legible(text: string): string {
  return text
    .replace(/(?<=[?&]coords=)[^&#]+/, fromBase64)
    .replaceAll(/%(?:25)*([2-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toLowerCase();
}

function fromBase64(text: string): string {
  try {
    return atob(decodeURIComponent(text));
  } catch {
    return text;
  }
}
