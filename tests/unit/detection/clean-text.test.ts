import { expect, test } from 'vitest';
import { cleanDescription, cleanTitle, tokenise } from '../../../lib/detection/clean-text.ts';

test.each([
  ['FW: Re: Coaching Omar', 'Coaching Omar'],
  ['TR : Point mentorat', 'Point mentorat'],
  ['Annulé : coaching', 'coaching'],
  ['Geannuleerd: AW: WG: Mentoring', 'Mentoring'],
  ['Updated invitation: Mentoring Kim', 'Mentoring Kim'],
  ['[EXT] Fwd: Chemistry call', 'Chemistry call'],
  ['Coaching: Priya', 'Coaching: Priya'],
  ['Re-entry talk: Sam', 'Re-entry talk: Sam'],
  ['Canceled:', ''],
])('the title %j is read as %j', (raw, clean) => {
  expect(cleanTitle(raw)).toBe(clean);
});

test.each([
  ['Goals first.\n________________\nMicrosoft Teams meeting\nMeeting ID: 3', 'Goals first.'],
  ['See https://coach.example/x?y=1 before', 'See   before'],
  ['Fine for me.\n\nMet vriendelijke groeten,\nGriet Pauwels\nExecutive coach', 'Fine for me.'],
  ['Oui.\n-- \nCoach certifiée', 'Oui.'],
  ['Yes!\n> your coaching session\n> moves', 'Yes!'],
  ['Passt.\nAm Mo., 3. Nov. schrieb Lena Kern:\nCoaching?', 'Passt.'],
  ['New time.\nFrom: Omar Said\nSent: Monday\nSubject: coaching', 'New time.'],
  ['Leaving from: the office', 'Leaving from: the office'],
  ['---------- Forwarded message ---------\nMentoring with Kim', 'Mentoring with Kim'],
  ['', ''],
])('the description %j is read as %j', (raw, clean) => {
  expect(cleanDescription(raw)).toBe(clean);
});

test.each([
  ['Führungscoaching', ['fuhrungs', 'coaching']],
  ['coachsessie', ['coach', 'sessie']],
  ['Coachingsgesprek', ['coaching', 'gesprek']],
  ['Mentorinnentreffen', ['mentorinnen', 'treffen']],
  ['Mentorsitzung', ['mentor', 'sitzung']],
  ['Coachella', ['coachella']],
  ['1:1 d’équipe', ['1', '1', 'd', 'equipe']],
])('%j is cut into %j', (text, words) => {
  expect(tokenise(text).map((token) => token.text)).toEqual(words);
});

test('only the beginning of a title and of a description is read', () => {
  expect(cleanTitle('x'.repeat(100_000))).toHaveLength(400);
  expect(cleanDescription('x'.repeat(100_000))).toHaveLength(4_000);
});
