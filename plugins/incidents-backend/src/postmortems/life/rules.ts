import { MusterConfig } from '../../platform/config';
import { PostmortemRuling, RuledIncident } from '../ports';
import { listed } from './words';

/** A rule of `incidents.postmortems.rules`. */
export type Rule = MusterConfig['postmortems']['rules'][number];

/** For an incident that only its entity's annotation speaks of. */
const defaultDueDays = 7;

/**
 * What the rules say of an incident: its entity's annotation, else the first rule that fits, else nothing is asked for.
 * For how long people have is always said by the first rule that fits.
 */
export function rulingOf(
  incident: RuledIncident,
  rules: readonly Rule[],
): PostmortemRuling {
  const rule = rules.find(one => fits(one, incident));
  const dueDays = rule?.dueDays ?? defaultDueDays;
  if (incident.annotation !== null) {
    return {
      rule: incident.annotation,
      dueDays,
      because: `incidents/postmortem of its entity says “${incident.annotation}”`,
    };
  }
  if (!rule) return { rule: 'none', dueDays, because: 'no rule asks for one' };
  return { rule: rule.postmortem, dueDays, because: inWords(rule) };
}

const fits = (
  { severities, tiers, entities }: Rule,
  { severity, tier, places }: RuledIncident,
): boolean =>
  (severities?.includes(severity) ?? true) &&
  (tiers === undefined || (tier !== null && tiers.includes(tier))) &&
  (entities?.some(ref => places.includes(ref)) ?? true);

/** `SEV1 and SEV2 of tier 1 need one`. */
function inWords({ severities, tiers, entities, postmortem }: Rule): string {
  const who = [
    severities ? listed(severities) : 'incidents',
    tiers ? `of tier ${listed(tiers)}` : '',
    entities ? `of ${listed(entities)}` : '',
  ].filter(part => part !== '');
  const one = severities?.length === 1;
  const what = {
    required: one ? 'needs one' : 'need one',
    optional: 'may have one',
    none: one ? 'needs none' : 'need none',
  };
  const subject =
    who.length === 1 && !severities ? 'such incidents' : who.join(' ');
  return `${subject} ${what[postmortem]}`;
}
