import { LedgerAnswer } from '@muster/backstage-plugin-incidents-common';
import { iso } from '../../platform/database';
import { PageFacts, StepsForPerson } from '../ports';
import { utcTime } from '../sentences';

/** Why a person has no page at all of an incident: what escalation would have to do first. */
export function whyNotPaged(
  name: string,
  facts: Pick<
    PageFacts,
    | 'status'
    | 'openedAt'
    | 'acknowledgedAt'
    | 'acknowledgedBy'
    | 'resolvedAt'
    | 'resolvedBy'
    | 'held'
  >,
  steps: StepsForPerson | undefined,
  now: Date,
): LedgerAnswer {
  const answer = (at: Date, rule: string, text: string): LedgerAnswer => ({
    at: iso(at),
    paged: false,
    rule,
    text: `Not paged: ${text}`,
  });
  if (!steps || steps.recordedOnly) {
    return answer(
      facts.openedAt,
      'recorded-only',
      'an incident of this severity is recorded and pages nobody',
    );
  }
  const { policyName, ran, naming } = steps;
  const ahead = naming.find(step => step > ran);
  if (ahead === undefined) {
    const past = naming.at(-1);
    return past === undefined
      ? answer(
          facts.openedAt,
          'not-on-call',
          `no step of ${policyName} reaches ${name}`,
        )
      : answer(
          facts.openedAt,
          'not-on-call',
          `${name} was not on call, or not in turn, when step ${past} of ${policyName} ran`,
        );
  }
  const would = `step ${ahead} of ${policyName}, which reaches ${name}`;
  if (facts.resolvedAt) {
    return answer(
      facts.resolvedAt,
      'resolved',
      `${facts.resolvedBy?.name ?? 'somebody'} resolved it at ${utcTime(facts.resolvedAt)}, before ${would}`,
    );
  }
  if (facts.acknowledgedAt && facts.status === 'acknowledged') {
    return answer(
      facts.acknowledgedAt,
      'acknowledged',
      `${facts.acknowledgedBy?.name ?? 'somebody'} acknowledged at ${utcTime(facts.acknowledgedAt)}, before ${would}`,
    );
  }
  if (facts.held) {
    return answer(
      now,
      'maintenance',
      `maintenance holds it until ${utcTime(facts.held.until)} (${facts.held.reason}), and ${would}, waits`,
    );
  }
  const at = ahead === ran + 1 ? steps.nextAt : null;
  return answer(
    now,
    'ahead',
    `${would}, comes ${at ? `at ${utcTime(at)}` : 'later'} unless somebody acknowledges before`,
  );
}
