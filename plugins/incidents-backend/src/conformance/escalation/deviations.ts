import { Discrepancy } from './differences';
import { Scenario } from './format';

/** A rule of ours that decides otherwise: for which cases, and what may come otherwise in them. */
interface Deviation {
  readonly reason: string;
  applies(scenario: Scenario): boolean;
  excuses(discrepancy: Discrepancy, scenario: Scenario): boolean;
}

const isPage = ({ of }: Discrepancy): boolean =>
  of === 'page missing' || of === 'page too many';

/** Spans of maintenance that begin while an alert of the service is open: `[from, to)`, in minutes. */
function maintenanceOf(
  { events }: Scenario,
  alert: string | undefined,
): { from: number; to: number }[] {
  const trigger = events.find(
    event => event.type === 'trigger' && event.alert === alert,
  );
  if (trigger?.type !== 'trigger') return [];
  const changes = events.flatMap(event =>
    event.type === 'set-maintenance' && event.service === trigger.service
      ? [{ from: event.at, to: event.until ?? event.at }]
      : [],
  );
  return changes
    .map(({ from, to }, index) => ({
      from,
      // The next change takes its place.
      to: Math.min(to, changes[index + 1]?.from ?? Infinity),
    }))
    .filter(({ from }) => from >= trigger.at);
}

/** By category or by a property of the case, never by its id (README of the vectors). */
const deviations: readonly Deviation[] = [
  {
    reason:
      'an incident keeps the policy of its trigger until people re-attach the newer one (domain.md, “Escalation and paging”: the policy is snapshotted)',
    applies: ({ category }) => category === 'policy-change',
    excuses: discrepancy => isPage(discrepancy) || discrepancy.of === 'log',
  },
  {
    reason:
      'the first five pages in a minute go singly, later ones as one summary (domain.md, “Storms”)',
    applies: ({ category }) => category === 'bundling',
    excuses: isPage,
  },
  {
    reason:
      'people who were paged are told who has acknowledged, where the channel can, and nothing else',
    applies: ({ expect, category }) =>
      category === 'status-updates' || expect.updates.length > 0,
    excuses: ({ of }) => of === 'updates',
  },
  {
    reason:
      'running pages stop when maintenance begins, and what is still triggered is paged when it ends (domain.md, “Maintenance windows”)',
    applies: ({ events }) =>
      events.some(({ type }) => type === 'set-maintenance'),
    excuses: (discrepancy, scenario) => {
      if (discrepancy.of === 'page missing') {
        const { page } = discrepancy;
        return maintenanceOf(scenario, page.alert).some(
          ({ from, to }) => from <= page.at && page.at < to,
        );
      }
      return (
        discrepancy.of === 'page too many' &&
        maintenanceOf(scenario, discrepancy.page.alert).some(
          ({ to }) => discrepancy.page.at >= to,
        )
      );
    },
  },
  {
    reason:
      'no incident is closed because nobody answered (domain.md: the catch-all is paged, and it says unanswered)',
    applies: ({ policies }) =>
      policies.some(({ onExhausted }) => onExhausted === 'close'),
    excuses: discrepancy =>
      (discrepancy.of === 'log' && discrepancy.line.type === 'closed') ||
      (discrepancy.of === 'status' && discrepancy.expected === 'closed'),
  },
];

/** What is wrong in earnest, and by which rules of ours the rest comes otherwise. */
export function judge(
  scenario: Scenario,
  discrepancies: readonly Discrepancy[],
): { readonly wrong: Discrepancy[]; readonly reasons: string[] } {
  const ours = deviations.filter(({ applies }) => applies(scenario));
  const wrong: Discrepancy[] = [];
  const reasons = new Set<string>();
  for (const discrepancy of discrepancies) {
    const rule = ours.find(({ excuses }) => excuses(discrepancy, scenario));
    if (rule) reasons.add(rule.reason);
    else wrong.push(discrepancy);
  }
  return { wrong, reasons: [...reasons] };
}
