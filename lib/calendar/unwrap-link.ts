/** Takes the wrappers of mail programs and filters off an address; offline, so only those that hold it readably. */
import { addressPattern, plainAddress } from '../event/call-hosts.ts';

/** Pages that lead on to the address in one of their parameters. */
const REDIRECT = new RegExp(
  `^${addressPattern(`
    *.safelinks.protection.outlook.com/ *.safelinks.protection.office365.us/ *.safelinks.protection.partner.outlook.cn/
    statics.teams.(cdn.office.net|microsoft.com)/evergreen-assets/safelinks/ (www.)?google.(com?.)?[a-z]{2,3}/url[?]
    urldefense(.proofpoint)?.com/v1/url[?] linkprotect.cudasvc.com/url[?] clicktime.symantec.com/ *.trendmicro.com/wis/
    protect2.fireeye.com/ l.facebook.com/l.php slack-redir.net/link`)}`,
);
const PARAMETERS = ['url', 'q', 'u', 'a'];

/** Wrapped more often than this is no honest address. */
const MAX_UNWRAPS = 8;

/**
 * The address that a link leads to once its wrappers are taken off; null when that is not a plain `https:` address.
 * A link into the Zoom app becomes the same meeting's page.
 */
export function unwrapLink(address: string): URL | null {
  let url = plainAddress(
    address.replace(/^zoommtg:\/\/([\w.-]+)\/\w+\?(?:.*&)?confno=(\d+)/i, 'https://$1/j/$2?'),
  );
  for (let pass = 0; url !== null && pass < MAX_UNWRAPS; pass += 1) {
    let inner = wrappedIn(url);
    if (inner === null) return url;
    // Some escape it twice.
    while (/^https?%/i.test(inner)) inner = decode(inner);
    url = plainAddress(inner);
  }
  return null;
}

function wrappedIn(url: URL): string | null {
  const { host, href, searchParams } = url;
  if (REDIRECT.test(href.slice('https://'.length))) {
    const values = PARAMETERS.map((name) => searchParams.get(name) ?? '');
    return values.find((value) => /^https?[:%]/i.test(value)) ?? '';
  }
  // Proofpoint's two ways of writing: https://help.proofpoint.com, "Decode URL Defense".
  if (/^https:\/\/urldefense(?:\.proofpoint)?\.com\/v2\/url\?/.test(href))
    return decode((searchParams.get('u') ?? '').replaceAll('-', '%').replaceAll('_', '/'));
  const third = /^https:\/\/urldefense\.(?:com|us|proofpoint\.com)\/v3\/__(.*)__;([\w-]*)/.exec(href);
  if (third) return fillIn(third[1] ?? '', third[2] ?? '');
  if (host === 'secure-web.cisco.com') return decode(/\/(https?%.+)$/i.exec(href)?.[1] ?? '');
  return null;
}

/** Proofpoint's third way: `*` stands for the next character of a Base64 list, `**` and a digit of Base64 for several. */
function fillIn(text: string, list: string): string {
  const read = (base64: string) => Uint8Array.fromBase64(base64, { alphabet: 'base64url' });
  try {
    const signs = Array.from(new TextDecoder().decode(read(list)));
    const count = (digit?: string) => (digit === undefined ? 1 : ((read(`${digit}A`)[0] ?? 0) >> 2) + 2);
    const take = (length: number) => {
      if (length > signs.length) throw new RangeError('a part of the address is missing');
      return signs.splice(0, length).join('');
    };
    return text
      .replaceAll(/\*(?:\*([\w-]))?/g, (_, digit?: string) => take(count(digit)))
      .replace(/^(https?:)\/+/, '$1//');
  } catch {
    return '';
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
