/**
 * What else stands in the demo calendars: meetings, all-day entries, and traps that mention coaching or
 * mentoring without being a session.
 */
import {
  allDay,
  entryOf,
  guest,
  meet,
  teams,
  teamsBody,
  timed,
  type DemoProvider,
  type DemoTimes,
} from './demo-entries.ts';
import type { WorldEvent } from './world-description.ts';

export function googlePrimaryOthers(times: DemoTimes): WorldEvent[] {
  const { date } = times;
  return [
    trap('google', 'coach to Brussels airport', timed(date(0, 5), '06:45', 90), 'Bus stop Gent-Dampoort'),
    trap('google', 'Invoice mentoring Q3', timed(date(-4, 3), '17:00', 30)),
    trap('google', 'Webinar: mentoring 101', timed(date(-2, 4), '12:00', 60), 'Online'),
    trap('google', 'Boekenclub: "Coaching for Performance"', timed(date(-6, 2), '20:00', 90), 'Bibliotheek'),
    trap('google', 'Lunch with the mentoring committee', timed(date(1, 2), '12:15', 75), 'Brasserie De Kaai'),
    trap('google', 'Coachingcongres Antwerpen – reservatie trein', timed(date(-1, 1), '08:15', 30)),
    entryOf('google', { title: 'Week van de mentor', ...allDay(date(1, 1), 5) }),
    entryOf('google', {
      title: 'Board meeting Noorderkade',
      ...timed(date(-8, 2), '14:00', 120),
      recurrence: { every: 'month', count: 4 },
      attendees: [
        guest('Els Roelandt', 'els.roelandt@noorderkade.example'),
        guest('Marc Stevens', 'marc.stevens@noorderkade.example'),
        { ...guest('Kaaizaal', 'kaaizaal@noorderkade.example'), resource: true },
      ],
      location: 'Kaaizaal',
    }),
    entryOf('google', {
      title: 'Overleg Els',
      ...timed(date(-10, 1), '11:30', 30),
      recurrence: { every: 'week', count: 14 },
      attendees: [guest('Els Roelandt', 'els.roelandt@noorderkade.example')],
      conference: meet('bvu-nqse-xid'),
    }),
    entryOf('google', { title: 'Tandarts', ...timed(date(0, 3), '08:30', 30), visibility: 'private' }),
    entryOf('google', { title: 'Kwartaalcijfers voorbereiden', ...timed(date(-3, 5), '13:00', 120) }),
    entryOf('google', {
      title: 'Focus: rapport raad van bestuur',
      ...timed(date(0, 4), '13:00', 120),
      raw: { eventType: 'focusTime' },
    }),
    entryOf('google', {
      title: 'Kennismaking leverancier',
      ...timed(date(1, 4), '10:30', 45),
      attendees: [guest('Wim Goossens', 'wim.goossens@papierwinkel.example', 'needsAction')],
    }),
  ];
}

export function googleFamily(times: DemoTimes): WorldEvent[] {
  const { date } = times;
  return [
    trap('google', 'Coach Carter movie night', timed(date(0, 6), '20:00', 150), 'Thuis'),
    trap('google', 'Rijles / driving coach', timed(date(-1, 6), '10:00', 120)),
    trap(
      'google',
      'Voetbal Jef – coach U11 invallen',
      timed(date(1, 6), '09:30', 120),
      'Sportpark Bourgoyen',
    ),
    entryOf('google', { title: 'Vakantie Ardennen', ...allDay(date(3, 6), 4) }),
    entryOf('google', { title: 'Verjaardag oma', ...allDay(date(-2, 7), 1) }),
    entryOf('google', { title: 'Oudercontact', ...timed(date(-5, 4), '18:30', 30) }),
  ];
}

export function outlookOthers(times: DemoTimes): WorldEvent[] {
  const { date } = times;
  return [
    trap('microsoft', 'Prep: coaching Karim', timed(date(-2, 1), '16:00', 30)),
    trap('microsoft', 'Interview: Agile coach', timed(date(0, 2), '15:30', 60)),
    trap('microsoft', 'Mentorovereenkomst Lotte nalezen', timed(date(-7, 2), '17:15', 30)),
    trap('microsoft', 'Nieuwsbrief mentoringprogramma', timed(date(1, 3), '09:00', 30)),
    entryOf('microsoft', {
      title: 'HR: coaching platform roll-out',
      ...timed(date(0, 4), '10:30', 60),
      organiser: { name: 'Griet Lambrecht', email: 'griet.lambrecht@tilia.example' },
      attendees: [
        guest('Katrien Maes', 'katrien@tilia.example', 'tentative'),
        guest('Bram Willems', 'bram.willems@tilia.example'),
        guest('Procurement', 'procurement@tilia.example'),
      ],
      conference: teams('hr'),
      description: teamsBody('<p>Vendor demo and roll-out planning.</p>', teams('hr'), 'en'),
    }),
    entryOf('microsoft', { title: 'Brugdag – kantoor gesloten', ...allDay(date(-3, 5), 1) }),
    entryOf('microsoft', {
      title: 'Budget review',
      ...timed(date(-1, 3), '14:00', 60),
      organiser: { name: 'Griet Lambrecht', email: 'griet.lambrecht@tilia.example' },
      attendees: [guest('Katrien Maes', 'katrien@tilia.example')],
    }),
    entryOf('microsoft', {
      title: 'Vendor call – CRM',
      ...timed(date(-4, 1), '14:00', 60),
      status: 'cancelled',
      organiser: { name: 'Sam Osei', email: 'sam.osei@ledgerly.example' },
      attendees: [guest('Katrien Maes', 'katrien@tilia.example')],
    }),
  ];
}

export function outlookTeamOthers(times: DemoTimes): WorldEvent[] {
  const { date } = times;
  const conference = teams('teamoverleg');
  return [
    entryOf('microsoft', {
      title: 'Teamoverleg Tilia',
      ...timed(date(-10, 2), '09:30', 60),
      recurrence: { every: 'week', count: 14 },
      attendees: [
        guest('An Peeters', 'an.peeters@tilia.example'),
        guest('Bram Willems', 'bram.willems@tilia.example'),
        guest('Griet Lambrecht', 'griet.lambrecht@tilia.example'),
      ],
      conference,
      description: teamsBody('<p>Vaste punten: planning, cijfers, rondvraag.</p>', conference, 'nl'),
    }),
    entryOf('microsoft', { title: 'Teamdag', ...allDay(date(2, 5), 1), location: 'Provinciaal domein' }),
    trap('microsoft', 'Opleiding "leidinggeven als coach" – infosessie', timed(date(-3, 2), '12:00', 60)),
  ];
}

/** Speaks of coaching or mentoring, and is no session. */
function trap(
  provider: DemoProvider,
  title: string,
  time: Pick<WorldEvent, 'start' | 'end'>,
  location?: string,
): WorldEvent {
  return entryOf(provider, { title, ...time, ...(location === undefined ? {} : { location }) });
}
