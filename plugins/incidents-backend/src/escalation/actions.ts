import { InputError } from '@backstage/errors';
import {
  NamedRef,
  urgencySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { Directory, findDependants, peopleNow } from '../directory/service';
import { Incidents } from '../incidents/service';
import { ForeseenPage, PageForesight } from '../paging/service';
import {
  entityIn,
  incidentIn,
  peopleAnswerShape,
  somePeople,
} from '../platform/actionShapes';
import { minutesBetween } from '../platform/clock';
import {
  ActionContext,
  ActionPlan,
  RoomAction,
  roomAction,
} from '../platform/roomAction';
import { onCallActions } from './onCallActions';
import {
  OnCallFinding,
  OnCallFindingOptions,
  whoseShape,
} from './OnCallFinding';

/** Whom a play pages at most in one step: more is a storm. */
const mostPaged = 50;
const mostDependants = 100;
/** Of whom a dry run tells how they would be reached. */
const mostForeseen = 10;

const urgency = urgencySchema
  .optional()
  .describe("`high` wakes people. Left out: the incident's");
const paging =
  'Who has been paged by name is paged on until they acknowledge themselves; who has the incident stays as it is. Nothing happens when it is resolved or held by maintenance.';

/** What plays may do to page people, and to learn who would be. */
export function escalationActions(
  options: OnCallFindingOptions & {
    readonly directory: Directory;
    readonly incidents: Incidents;
    readonly foresight: PageForesight;
  },
): readonly RoomAction[] {
  const { directory, foresight, incidents } = options;
  const finding = new OnCallFinding(options);

  const incidentOf = async ({ incidentId }: ActionContext) =>
    incidentId === null ? undefined : incidents.find(incidentId);

  /** Pages people for the run's incident. */
  const page = (
    context: ActionContext,
    found: readonly NamedRef[],
    louder: z.output<typeof urgency>,
    whoTheyAre: string,
  ): ActionPlan<z.input<typeof peopleAnswerShape>> => {
    const { id, name } = incidentIn(context, incidents.nameOf);
    const people = found.slice(0, mostPaged);
    const names = people.map(one => one.name).join(', ');
    const left =
      found.length > people.length
        ? [
            `${found.length - people.length} more are left out: one step pages at most ${mostPaged}`,
          ]
        : [];
    return {
      lines: [
        `Pages ${names} for ${name}: ${whoTheyAre}${louder ? `, with ${louder} urgency` : ''}`,
        ...left,
      ],
      detail: async () => {
        const incident = await incidentOf(context);
        const pages = await foresight.of(
          people.slice(0, mostForeseen),
          louder ?? incident?.urgency ?? 'high',
          context.at,
        );
        return pages.map(foreseen => reachedSentence(foreseen, context.at));
      },
      apply: async tx => {
        const { by, escalating } = incidents.within(tx, context);
        const { outcome, message } = await escalating.page(
          id,
          people,
          louder,
          by,
        );
        return {
          outcome,
          message: [message, ...left].join('. '),
          people: [...people],
        };
      },
    };
  };

  return [
    ...onCallActions(finding),
    roomAction({
      id: 'page.people@1',
      title: 'Page people',
      description: `Pages these people and the people of these groups for the incident. ${paging}`,
      input: z.strictObject({ people: somePeople, urgency }),
      output: peopleAnswerShape,
      reversible: false,
      plan: async ({ people: refs, urgency: louder }, context) =>
        page(
          context,
          await peopleNow(directory, refs, 'with.people'),
          louder,
          'paged by name',
        ),
    }),
    roomAction({
      id: 'page.on-call@1',
      title: 'Page who is on call',
      description: `Pages who is on call now: for an entity by its escalation policy, or by a schedule. ${paging}`,
      input: z.strictObject({ ...whoseShape, urgency }),
      output: peopleAnswerShape,
      reversible: false,
      plan: async ({ urgency: louder, ...whose }, context) => {
        const { people, by } = await finding.onCallFor(whose, context);
        if (people.length === 0) throw nobody(by);
        return page(context, people, louder, `on call by ${by}`);
      },
    }),
    roomAction({
      id: 'page.owner@1',
      title: 'Page the owner',
      description: `Pages the group that owns an entity: its lead (annotation incidents/lead of the group), or everybody who is in it. ${paging}`,
      input: z.strictObject({
        entity: whoseShape.entity,
        who: z
          .enum(['lead', 'everybody'])
          .default('everybody')
          .describe('`lead`: everybody when the group names none'),
        urgency,
      }),
      output: peopleAnswerShape,
      reversible: false,
      plan: async ({ entity: named, who, urgency: louder }, context) => {
        const ref = entityIn(named, context);
        const { ownerRef, title } = await directory.mustHave(
          ref,
          'with.entity',
        );
        if (ownerRef === null) {
          throw new InputError(
            `${title} has no owner in the catalog, so nobody can be paged as such`,
          );
        }
        const owner = await directory.known(ownerRef);
        const lead = who === 'lead' ? owner?.leadRef : null;
        return page(
          context,
          await peopleNow(directory, [lead ?? ownerRef], 'with.entity'),
          louder,
          `${lead ? 'the lead of ' : ''}${owner?.title ?? ownerRef}, which owns ${title}`,
        );
      },
    }),
    roomAction({
      id: 'page.dependants@1',
      title: 'Page the owners of dependants',
      description: `Pages who is on call for what depends on an entity, each person once; at most ${mostPaged} people of at most ${mostDependants} dependants. Nothing happens when nothing depends on it. ${paging}`,
      input: z.strictObject({
        entity: whoseShape.entity,
        depth: z
          .number()
          .int()
          .min(1)
          .max(5)
          .default(1)
          .describe('1: what depends on it directly; 2: what depends on these'),
        urgency,
      }),
      output: peopleAnswerShape,
      reversible: false,
      plan: async ({ entity: named, depth, urgency: louder }, context) => {
        const ref = entityIn(named, context);
        const { title } = await directory.mustHave(ref, 'with.entity');
        const dependants = await findDependants(
          directory,
          ref,
          depth,
          mostDependants,
        );
        const found = new Map<string, NamedRef>();
        for (const dependant of dependants) {
          const { assigned } = await finding.responsibleFor(
            dependant.ref,
            context,
          );
          for (const person of assigned) found.set(person.ref, person);
        }
        if (found.size === 0) {
          const message = `Nothing depends on ${title}, so nobody is paged`;
          return {
            lines: [message],
            apply: async () => ({
              outcome: 'unchanged' as const,
              message,
              people: [],
            }),
          };
        }
        return page(
          context,
          [...found.values()],
          louder,
          `on call for what depends on ${title} (${dependants.map(one => one.title).join(', ')})`,
        );
      },
    }),
  ];
}

/** `Ana Ruiz: Push at once, SMS after 5 min`. */
function reachedSentence(
  { person, deliveries, whyNot }: ForeseenPage,
  from: Date,
): string {
  const ways = deliveries.map(({ at, title }) => {
    const minutes = Math.round(minutesBetween(from, new Date(at)));
    if (minutes === 0) return `${title} at once`;
    return minutes <= 60
      ? `${title} after ${minutes} min`
      : `${title} at ${at.slice(0, 16).replace('T', ' ')} UTC`;
  });
  return `${person.name}: ${ways.join(', ') || `nothing would be sent, since ${whyNot ?? 'there is no way'}`}`;
}

const nobody = (by: string): InputError =>
  new InputError(`Nobody is on call by ${by} now, so nobody can be paged`);
