/** A statement as the database driver is given it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A step of the road from an accepted event to a page. */
export interface RoadStep {
  readonly name: string;
  /** The statement also runs in vain: then it is no step. */
  readonly needsRows?: boolean;
}

/** Where a process may die: `after-claim`. Also the name of the file that arms it. */
export const boundaryOf = (side: 'before' | 'after', step: string): string =>
  `${side}-${step}`;

/** What a transaction does, by a statement that only it contains. The first that fits names it. */
const transactions: readonly {
  readonly name: string;
  readonly text: RegExp;
  readonly value?: string;
}[] = [
  { name: 'ingest', text: /^insert into "alerts"/ },
  { name: 'claim', text: /^update "deliveries"/, value: 'sending' },
  { name: 'receipt', text: /^insert into "delivery_attempts"/ },
  {
    name: 'acknowledgement',
    text: /^update "incidents"/,
    value: 'acknowledged',
  },
  { name: 'resolution', text: /^update "incidents"/, value: 'resolved' },
  { name: 'step', text: /^insert into "page_batches"/ },
  { name: 'escalation', text: /^update "escalations"/ },
];

/** What a statement does with one of our own tables. */
const writing =
  /^\s*(insert into|update|delete from) "(alerts|incidents|incident_people|timeline|incident_followers|escalations|page_batches|pages|deliveries|delivery_attempts|ingest_log)"/i;
/** How a sender gets hold of deliveries that are to be sent. */
const takingDeliveries =
  /^select \* from "deliveries" where "id" in .* for update skip locked/;
/** What a statement does with the queue. */
const takingJob = /^\s*WITH\s+next AS[^]*?\.name = '([a-z.]+)'/;
const puttingJob = /^\s*WITH\s+ins AS/;
const finishingJob = /^\s*WITH\s+results as \(\s*DELETE FROM/i;

/**
 * Which step of the road a statement is: the commit of a transaction (`ingest`, `claim`), a write
 * within one (`insert-timeline`), deliveries taken (`take-delivery`), a job taken, put or finished (`take-incidents.changed`);
 * undefined for what does not belong to the road.
 *
 * @param before - what its transaction did before it
 */
export function stepOf(
  { text, values }: Statement,
  before: readonly Statement[],
): RoadStep | undefined {
  if (/^\s*commit/i.test(text)) {
    const name = transactionOf(before);
    return name === undefined ? undefined : { name };
  }
  const [, verb, table] = writing.exec(text) ?? [];
  if (table) return { name: `${verb.split(' ')[0].toLowerCase()}-${table}` };
  if (takingDeliveries.test(text)) {
    return { name: 'take-delivery', needsRows: true };
  }
  const [, kind] = takingJob.exec(text) ?? [];
  if (kind) return { name: `take-${kind}`, needsRows: true };
  if (puttingJob.test(text)) return { name: 'put-job' };
  return finishingJob.test(text)
    ? { name: `finish-${values[0]}`, needsRows: true }
    : undefined;
}

function transactionOf(statements: readonly Statement[]): string | undefined {
  return transactions.find(({ text, value }) =>
    statements.some(
      statement =>
        text.test(statement.text) &&
        (value === undefined || statement.values.includes(value)),
    ),
  )?.name;
}
