/** SEV1 is the worst. SEV1 and SEV2 are *major* (product.md, glossary). @public */
export const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4', 'SEV5'] as const;
/** @public */
export type Severity = (typeof severities)[number];

/** How hard a person is reached: `high` never waits, `low` respects quiet hours. @public */
export const urgencies = ['high', 'low'] as const;
/** @public */
export type Urgency = (typeof urgencies)[number];

/** The four severities that monitors speak (Events API v2). @public */
export const alertSeverities = [
  'critical',
  'error',
  'warning',
  'info',
] as const;
/** @public */
export type AlertSeverity = (typeof alertSeverities)[number];

const rank = (severity: Severity): number => severities.indexOf(severity);

/** True when `a` is a worse severity than `b`. @public */
export const isWorse = (a: Severity, b: Severity): boolean => rank(a) < rank(b);

/** The worse of the two. @public */
export const worst = (a: Severity, b: Severity): Severity =>
  isWorse(a, b) ? a : b;

/** SEV1 and SEV2. @public */
export const isMajor = (severity: Severity): boolean => rank(severity) <= 1;

/** SEV1–SEV3 are high urgency, the rest low (domain.md, Alerts). @public */
export const urgencyOf = (severity: Severity): Urgency =>
  rank(severity) <= 2 ? 'high' : 'low';

/**
 * Whether incidents of this severity page at all.
 *
 * @param pageFrom - the mildest severity that still pages (`incidents.pageFrom`)
 * @public
 */
export const pages = (severity: Severity, pageFrom: Severity): boolean =>
  rank(severity) <= rank(pageFrom);

/**
 * The severity of an incident that a monitor's alert opens (domain.md, Alerts):
 * critical on a tier-1 entity is SEV2, critical and error SEV3, warning SEV4,
 * info SEV5; the entity's `incidents/severity-floor` makes it no milder than that.
 *
 * @public
 */
export function severityOfAlert(
  alert: AlertSeverity,
  entity: { tier: number | null; severityFloor: Severity | null },
): Severity {
  const own: Record<AlertSeverity, Severity> = {
    critical: entity.tier === 1 ? 'SEV2' : 'SEV3',
    error: 'SEV3',
    warning: 'SEV4',
    info: 'SEV5',
  };
  return entity.severityFloor
    ? worst(own[alert], entity.severityFloor)
    : own[alert];
}
