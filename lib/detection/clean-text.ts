/** Takes out of titles and descriptions what says nothing about the meeting, and cuts the rest into words. */

/** Of a title this many characters are read. */
const TITLE_LIMIT = 400;
/** Of a description this many characters are read; what a calendar puts behind them never decides. */
const DESCRIPTION_LIMIT = 12_000;
/** Of what is read, this many characters are kept. */
const KEPT_LIMIT = 4_000;

const TITLE_PREFIXES = new Set(
  (
    'fw fwd re tr rep aw wg antw doorst betr sv vs rv ' +
    'geannuleerd afgelast canceled cancelled annule annulee abgesagt abgesagter storniert ' +
    'updated invitation uitnodiging einladung accepted tentative geaccepteerd accepte zugesagt ' +
    'bijgewerkt aktualisiert ext extern external'
  ).split(' '),
);

/** Lines that begin so belong to the call's invitation, not to what the meeting is about. */
const BOILERPLATE_STARTS = [
  'join zoom',
  'join microsoft',
  'join on your',
  'join with google',
  'join the meeting',
  'join from',
  'join by',
  'join:',
  'or dial',
  'dial in',
  'dial-in',
  'dial by',
  'phone conference',
  'one tap mobile',
  'find your local number',
  'find a local number',
  'more phone numbers',
  'meeting id',
  'meeting options',
  'meeting number',
  'meeting password',
  'meeting link',
  'passcode',
  'password:',
  'pin:',
  'microsoft teams',
  'teams-vergadering',
  'teams-besprechung',
  'google meet',
  'video call link',
  'cisco webex',
  'webex meeting',
  'need help?',
  'learn more about meet',
  'please do not edit this section',
  'reset dial-in',
  'for organizers',
  'klik hier om',
  'deelnemen aan',
  'neem deel aan',
  'nu deelnemen',
  'vergadering-id',
  'vergaderings-id',
  'vergaderopties',
  'wachtwoordcode',
  'meer informatie |',
  'rejoindre la reunion',
  'rejoindre zoom',
  'participer a la reunion',
  'participez depuis',
  'reunion microsoft teams',
  'id de reunion',
  'id de la reunion',
  "code d'acces",
  'code secret',
  'options de reunion',
  'zoom-meeting beitreten',
  'an der besprechung teilnehmen',
  'an besprechung teilnehmen',
  'nehmen sie teil',
  'besprechungs-id',
  'besprechungsoptionen',
  'kenncode',
  'kennung',
  '-::~',
] as const;

const QUOTE_MARKS = [
  'original message',
  'forwarded message',
  'begin forwarded',
  'oorspronkelijk bericht',
  'doorgestuurd bericht',
  "message d'origine",
  'message transfere',
  'ursprungliche nachricht',
  'weitergeleitete nachricht',
] as const;

const CLOSINGS = new Set([
  'kind regards',
  'best regards',
  'warm regards',
  'regards',
  'best',
  'best wishes',
  'cheers',
  'sincerely',
  'met vriendelijke groet',
  'met vriendelijke groeten',
  'vriendelijke groet',
  'vriendelijke groeten',
  'hartelijke groet',
  'hartelijke groeten',
  'groet',
  'groeten',
  'groetjes',
  'mvg',
  'cordialement',
  'bien cordialement',
  'bien a vous',
  'bonne journee',
  'mit freundlichen grussen',
  'freundliche grusse',
  'viele grusse',
  'beste grusse',
  'liebe grusse',
  'herzliche grusse',
  'mfg',
]);

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[^\u0000-\u007f]/.test(text);
}

/** `text` in lower case, without diacritics, with plain apostrophes; its length may differ from the original. */
export function foldText(text: string): string {
  if (isAscii(text)) return text.toLowerCase().replaceAll('`', "'");
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[’‘ʼ`´]/g, "'")
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l');
}

/** The title without `FW:`, `Re:`, `Geannuleerd:` and the like; spelling untouched. Reads at most 400 characters. */
export function cleanTitle(raw: string): string {
  let title = raw.slice(0, TITLE_LIMIT).trim();
  for (let round = 0; round < 8; round += 1) {
    const bracket = /^\[(\w{1,12})\]/u.exec(title);
    if (bracket?.[1] !== undefined && TITLE_PREFIXES.has(foldText(bracket[1]))) {
      title = title.slice(bracket[0].length).trim();
      continue;
    }
    const colon = title.slice(0, 24).search(/[:：]/u);
    const head = colon < 0 ? '' : foldText(title.slice(0, colon)).trim();
    const [first = '', second] = head.split(' ');
    if (!TITLE_PREFIXES.has(first) || (second !== undefined && !TITLE_PREFIXES.has(second))) break;
    title = title.slice(colon + 1).trim();
  }
  return title;
}

/**
 * The description without invitations to a call, quoted mail, signatures and addresses; spelling untouched.
 * Reads at most 12,000 characters, keeps at most 4,000. A mail that consists of a forwarded one keeps that text.
 */
export function cleanDescription(raw: string): string {
  if (raw === '') return '';
  const lines = raw.slice(0, DESCRIPTION_LIMIT).split(/\r\n|\r|\n/u);
  const kept: string[] = [];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    const folded = foldText(line).trim();
    if (folded === '--' || folded === '—') {
      if (size > 0) break;
      continue;
    }
    if (startsQuote(folded, lines, index)) {
      if (size > 0) break;
      continue;
    }
    if (folded.startsWith('>') || isBoilerplate(folded)) continue;
    if (size > 0 && CLOSINGS.has(folded.replace(/[,.! ]{1,4}$/u, ''))) break;
    const text = line.replaceAll(/(?:https?:\/\/|www\.|mailto:)\S{1,2000}/giu, ' ').trim();
    if (text === '') continue;
    kept.push(text);
    size += text.length;
    if (size >= KEPT_LIMIT) break;
  }
  return kept.join('\n').slice(0, KEPT_LIMIT);
}

function isBoilerplate(folded: string): boolean {
  if (/^[_\-=*~:.]{5,}$/u.test(folded)) return true;
  return BOILERPLATE_STARTS.some((start) => folded.startsWith(start));
}

function startsQuote(folded: string, lines: readonly string[], index: number): boolean {
  if (folded.length > 200) return false;
  if (QUOTE_MARKS.some((mark) => folded.includes(mark)) && /^[-_*\s]|:$/u.test(folded)) return true;
  if (/^(?:on|op|le|am) .{4,160}(?:wrote|schreef|a ecrit|schrieb)\b/u.test(folded)) return true;
  if (!/^(?:from|van|de|von)\s?: /u.test(folded)) return false;
  const next = foldText(lines[index + 1] ?? '').trim();
  return /^(?:sent|date|to|verzonden|datum|aan|envoye|a|gesendet|an)\s?: /u.test(next);
}

/** One word of a text. */
export interface Token {
  /** Folded: lower case, no diacritics. */
  text: string;
  /** Where it stands in the text it was cut from; parts of a compound share the compound's place. */
  start: number;
  end: number;
  /** Something stronger than a space, hyphen, colon or apostrophe stands before it. */
  apart: boolean;
}

/** The words of `text`, at most `limit`. Compounds of "coach" and "mentor" come apart: `mentorgesprek` is two words. */
export function tokenise(text: string, limit = 700): Token[] {
  const tokens: Token[] = [];
  const plain = isAscii(text) ? text.toLowerCase() : null;
  const word = plain === null ? /[\p{L}\p{N}\p{M}]+/gu : /[a-z0-9]+/g;
  let previousEnd = 0;
  for (let match = word.exec(plain ?? text); match !== null; match = word.exec(plain ?? text)) {
    if (tokens.length >= limit) break;
    const [written] = match;
    const start = match.index;
    const end = start + written.length;
    const apart = previousEnd > 0 && isApart(text, previousEnd, start);
    previousEnd = end;
    const folded = plain === null ? foldText(written.slice(0, 60)) : written.slice(0, 60);
    if (!COMPOUND.test(folded)) {
      tokens.push({ text: folded, start, end, apart });
      continue;
    }
    for (const [index, part] of splitCompound(folded).entries()) {
      tokens.push({ text: part, start, end, apart: index === 0 && apart });
    }
  }
  return tokens;
}

const APART = '/|,;&+.!?()[]\n•';

function isApart(text: string, from: number, until: number): boolean {
  for (let at = from; at < until; at += 1) if (APART.includes(text.charAt(at))) return true;
  return false;
}

const COMPOUND = /.coach|coach.|mentor.|.mentor|mentee./;

const STEMS = [
  'coachings',
  'coaching',
  'coachees',
  'coachee',
  'coaches',
  'coachen',
  'coachs',
  'coach',
  'mentorings',
  'mentoring',
  'mentorinnen',
  'mentorin',
  'mentorats',
  'mentorat',
  'mentoren',
  'mentores',
  'mentore',
  'mentors',
  'mentor',
  'mentees',
  'mentee',
] as const;

/** What Dutch and German hang behind "coach" and "mentor". Anything else stays whole ("Coachella"). */
const COMPOUND_TAILS = new Set(
  (
    'gesprek gesprekken gesprekje sessie sessies traject trajecten uur uurtje moment momentje afspraak overleg ' +
    'ontmoeting contact dag dagen week lunch ontbijt borrel diner netwerk bijeenkomst overzicht opleiding training ' +
    'cursus workshop programma project platform beleid werking team pool coordinator schap plan verslag notities ' +
    'budget factuur offerte groep groepje koffie call meeting kring community praktijk bureau vergoeding handboek ' +
    'gesprach gesprache sitzung sitzungen termin termine treffen stunde stunden einheit prozess runde schulung ' +
    'ausbildung weiterbildung fortbildung programm projekt plattform anbieter vertrag rechnung angebot notizen ' +
    'protokoll vorbereitung stammtisch netzwerk tag tage woche mittag beziehung tandem partnerschaft ' +
    'erstgesprach abschluss auftakt vereinbarung zirkel gruppe supervision vorgesprach kennenlernen pause ' +
    'session sessions talk chat'
  ).split(' '),
);

function splitCompound(word: string): string[] {
  for (const stem of STEMS) {
    const at = word.indexOf(stem);
    if (at < 0) continue;
    const tail = word.slice(at + stem.length);
    if (tail !== '' && !COMPOUND_TAILS.has(tail)) continue;
    const head = word.slice(0, at);
    if (head === '' && tail === '') return [word];
    const base = stem.endsWith('ings') ? stem.slice(0, -1) : stem;
    return [head, base, tail].filter((part) => part !== '');
  }
  return [word];
}
