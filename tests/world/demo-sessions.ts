/**
 * The mentoring and coaching sessions of the demo world: four mentees, three coachees and one group.
 * Everybody is invented. All sessions but the two around now keep off today's weekday.
 */
import {
  DEMO_ZONE,
  entryOf,
  guest,
  meet,
  span,
  teams,
  teamsBody,
  timed,
  zoom,
  zoomBody,
  type DemoTimes,
} from './demo-entries.ts';
import type { WorldEvent } from './world-description.ts';

/** Mentorgesprek Lotte: every two weeks, the sixth one starts ten minutes from now. */
export function lotteSeries({ now }: DemoTimes): WorldEvent {
  const start = now.add({ minutes: 10 });
  return entryOf('google', {
    title: 'Mentorgesprek Lotte',
    ...span(earlier(start, 10), 60),
    recurrence: { every: 'two-weeks', count: 8 },
    attendees: [guest('Lotte Vermeersch', 'lotte.vermeersch@brightwerk.example')],
    conference: meet('kfo-wmtb-hqs'),
    description:
      '<p>Tweewekelijks gesprek in het kader van het mentortraject.</p><ul><li>Hoe loopt het met je team?</li><li>Delegeren: wat heb je losgelaten?</li><li>Afspraken tegen volgende keer</li></ul>',
    label: 'mentoring',
  });
}

/** Coaching Karim Benali: the fourth session has been running for fifteen minutes. */
export function karimSeries({ now }: DemoTimes): WorldEvent {
  const start = now.subtract({ minutes: 15 });
  const conference = teams('karim');
  const first = earlier(start, 6);
  return entryOf('microsoft', {
    title: 'Coaching Karim Benali',
    ...span(first, 60),
    recurrence: {
      every: 'two-weeks',
      count: 6,
      exceptions: [1, 2, 3, 4].map((number) => ({
        on: first
          .toPlainDate()
          .add({ weeks: (number - 1) * 2 })
          .toString(),
        title: `Coaching Karim Benali – sessie ${number}`,
      })),
    },
    attendees: [guest('Karim Benali', 'karim.benali@rivium.example')],
    conference,
    description: teamsBody(
      '<p>Dag Karim,</p><p>Ik kijk uit naar ons gesprek. Neem gerust mee wat je intussen hebt opgemerkt.</p>',
      conference,
      'nl',
    ),
    label: 'coaching',
  });
}

/** Sessions in Google's calendar "Mentoring". */
export function googleMentoring(times: DemoTimes): WorldEvent[] {
  return [lotteSeries(times), pieterSeries(times)];
}

/** Sessions in Google's primary calendar. */
export function googlePrimarySessions(times: DemoTimes): WorldEvent[] {
  const thomas = [-9, -5, -1, 3].map((week) =>
    entryOf('google', {
      title: 'Mentoring session Thomas Janssens',
      ...timed(times.date(week, times.quietDay(1)), '16:00', 75),
      attendees: [guest('Thomas Janssens', 'thomas.janssens@quayside.example')],
      conference: meet('pcd-uyra-tnv'),
      description:
        'Agenda:<br>1. Milestone check: business plan for the new branch<br>2. Feedback on the board presentation<br>3. Next steps',
      label: 'mentoring',
    }),
  );
  const james = [-8, -5, -2, 1].map((week) => {
    const conference = zoom('86420975310');
    return entryOf('google', {
      title: 'Coaching session James Whitfield',
      ...timed(times.date(week, times.quietDay(0)), '15:00', 60),
      attendees: [guest('James Whitfield', 'james.whitfield@harrowby.example')],
      conference,
      description: zoomBody(
        'What would you like to have clear by the end of the hour?',
        conference,
        'Katrien Maes',
      ),
      label: 'coaching',
    });
  });
  return [...thomas, ...james];
}

/** Sessions in Outlook's own calendar. */
export function outlookSessions(times: DemoTimes): WorldEvent[] {
  return [karimSeries(times), sofieSeries(times), nadiaSeries(times)];
}

/** The group, in Outlook's calendar "Tilia team". */
export function outlookTeamSessions(times: DemoTimes): WorldEvent[] {
  const conference = teams('groep');
  const names = ['An Peeters', 'Bram Willems', 'Chloé Dubois', 'Dries Maertens', 'Emel Yildiz'];
  return [
    entryOf('microsoft', {
      title: 'Groepscoaching teamleads (intervisie)',
      ...timed(times.date(-9, times.quietDay(1)), '13:30', 90),
      recurrence: { every: 'two-weeks', count: 7 },
      attendees: names.map((name) =>
        guest(name, toEmail(name), name === 'Emel Yildiz' ? 'tentative' : 'accepted'),
      ),
      conference,
      description: teamsBody(
        '<p>Breng één eigen casus mee. Wat hier gezegd wordt, blijft hier.</p>',
        conference,
        'nl',
      ),
      label: 'coaching',
    }),
  ];
}

/** Every two weeks, with one instance in the past cancelled and one to come moved to the next day. */
function pieterSeries(times: DemoTimes): WorldEvent {
  const weekday = times.quietDay(0);
  const moved = times.date(2, weekday);
  return entryOf('google', {
    title: 'Mentoring: Pieter De Smet / Katrien',
    ...timed(times.date(-10, weekday), '10:00', 60),
    recurrence: {
      every: 'two-weeks',
      count: 8,
      exceptions: [
        { on: times.date(-6, weekday).toString(), cancelled: true },
        { on: moved.toString(), ...timed(moved.add({ days: 1 }), '14:00', 60) },
      ],
    },
    attendees: [guest('Pieter De Smet', 'pieter.desmet@houtmeer.example')],
    conference: meet('rzn-cgle-oja'),
    description: 'Van collega naar leidinggevende: doelen en stand van zaken, zie het mentorcontract.',
    label: 'mentoring',
  });
}

/** Every week, with one instance moved and one cancelled. */
function sofieSeries(times: DemoTimes): WorldEvent {
  const weekday = times.quietDay(3);
  const conference = teams('sofie');
  const moved = times.date(-3, weekday);
  return entryOf('microsoft', {
    title: 'Coachingsgesprek Sofie Claes',
    ...timed(times.date(-10, weekday), '09:00', 45),
    recurrence: {
      every: 'week',
      count: 14,
      exceptions: [
        { on: times.date(-5, weekday).toString(), cancelled: true },
        { on: moved.toString(), ...timed(moved, '16:30', 45) },
      ],
    },
    attendees: [guest('Sofie Claes', 'sofie.claes@lindewijk.example')],
    conference,
    description: teamsBody('<p>Wekelijks moment om stil te staan.</p>', conference, 'nl'),
    label: 'coaching',
  });
}

function nadiaSeries(times: DemoTimes): WorldEvent {
  const conference = teams('nadia');
  return entryOf('microsoft', {
    title: 'Mentoring Nadia – groeitraject',
    ...timed(times.date(-9, times.quietDay(2)), '11:00', 60),
    recurrence: { every: 'two-weeks', count: 7 },
    organiser: { name: 'Nadia El Amrani', email: 'nadia.elamrani@vaartzicht.example' },
    attendees: [guest('Katrien Maes', 'katrien@tilia.example')],
    conference,
    description: teamsBody('<p>Agenda volgt de avond ervoor.</p>', conference, 'nl'),
    label: 'mentoring',
  });
}

/** The same wall time `weeks` ago. */
function earlier(start: Temporal.ZonedDateTime, weeks: number): Temporal.ZonedDateTime {
  return start.toPlainDateTime().subtract({ weeks }).toZonedDateTime(DEMO_ZONE);
}

function toEmail(name: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  return `${plain.replaceAll(' ', '.')}@tilia.example`;
}
