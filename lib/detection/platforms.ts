/** The services through which mentors and coaches are booked and met. */
import type { SessionKind } from './verdict.ts';

/** A service through which mentors or coaches are booked. */
export interface Platform {
  domain: string;
  name: string;
  kind: SessionKind;
}

const PLATFORMS: readonly Platform[] = [
  { domain: 'coachhub.com', name: 'CoachHub', kind: 'coaching' },
  { domain: 'coachhub.io', name: 'CoachHub', kind: 'coaching' },
  { domain: 'betterup.com', name: 'BetterUp', kind: 'coaching' },
  { domain: 'betterup.co', name: 'BetterUp', kind: 'coaching' },
  { domain: 'betterup.me', name: 'BetterUp', kind: 'coaching' },
  { domain: 'torch.io', name: 'Torch', kind: 'coaching' },
  { domain: 'helloezra.com', name: 'EZRA', kind: 'coaching' },
  { domain: 'sharpist.com', name: 'Sharpist', kind: 'coaching' },
  { domain: 'bravely.io', name: 'Bravely', kind: 'coaching' },
  { domain: 'simply.coach', name: 'Simply.Coach', kind: 'coaching' },
  { domain: 'paperbell.com', name: 'Paperbell', kind: 'coaching' },
  { domain: 'coachaccountable.com', name: 'CoachAccountable', kind: 'coaching' },
  { domain: 'mentorloop.com', name: 'Mentorloop', kind: 'mentoring' },
  { domain: 'togetherplatform.com', name: 'Together', kind: 'mentoring' },
  { domain: 'chronus.com', name: 'Chronus', kind: 'mentoring' },
  { domain: 'mentorcliq.com', name: 'MentorcliQ', kind: 'mentoring' },
  { domain: 'mentoringcomplete.com', name: 'MentoringComplete', kind: 'mentoring' },
  { domain: 'mentorcity.com', name: 'MentorCity', kind: 'mentoring' },
  { domain: 'guider-ai.com', name: 'Guider', kind: 'mentoring' },
  { domain: 'pushfar.com', name: 'PushFar', kind: 'mentoring' },
  { domain: 'qooper.io', name: 'Qooper', kind: 'mentoring' },
  { domain: 'tenthousandcoffees.com', name: 'Ten Thousand Coffees', kind: 'mentoring' },
  { domain: 'adplist.org', name: 'ADPList', kind: 'mentoring' },
  { domain: 'growthmentor.com', name: 'GrowthMentor', kind: 'mentoring' },
  { domain: 'mentorcruise.com', name: 'MentorCruise', kind: 'mentoring' },
];

const BY_DOMAIN = new Map(PLATFORMS.map((platform) => [platform.domain, platform]));

/** The platform that a host belongs to, as itself or below its domain; lower case. */
export function platformAt(host: string): Platform | null {
  const names = host.split('.', 20);
  for (let from = Math.max(names.length - 4, 0); from < names.length - 1; from += 1) {
    const platform = BY_DOMAIN.get(names.slice(from).join('.'));
    if (platform) return platform;
  }
  return null;
}
