import { field, fields, listOf, ValueField } from './valueTypes';

// Everything that conditions and templates see. It is data, so that the reader of it, the checker, completion and
// docs/plays.md say the same. Nothing in it is ever missing: what is not there is an empty text, an empty list, no or 0,
// so that no condition breaks at night over what it did not think of.

const named = (what: string): ValueField =>
  field(
    fields({
      ref: field('string', `As in the catalog; empty without ${what}.`),
      name: field('string', 'For people.'),
    }),
  );
const person = named('anybody').type;
const people = (description: string): ValueField =>
  field(listOf(person), description);

/** The names of the context, what they hold and what that means. `steps`, `inputs` and names of loops come besides. */
export const contextFields = {
  incident: field(
    fields({
      id: field('int', '0 outside of an incident.'),
      name: field('string', '`INC-7`'),
      title: field('string', ''),
      description: field('string', 'What whoever opened it wrote.'),
      severity: field('string', '`SEV1` to `SEV5`'),
      status: field('string', '`triggered`, `acknowledged` or `resolved`'),
      phase: field(
        'string',
        '`investigating`, `identified`, `monitoring` or `resolved`',
      ),
      urgency: field('string', '`high` or `low`'),
      customerImpact: field('string', '`yes`, `no` or `unknown`'),
      url: field('string', 'Its page in the portal.'),
      openedAt: field('timestamp', ''),
      minutesOpen: field('int', 'Whole minutes since it was opened.'),
      assigned: people(
        'Who is paged now; after an acknowledgement, who has it.',
      ),
      responders: people('Everybody who was assigned or has joined.'),
      unanswered: field(
        'bool',
        'Its policy has run out, and nobody has answered.',
      ),
      acknowledgedBy: field(
        person,
        'Who acknowledged; empty while nobody has.',
      ),
      alertCount: field('int', 'How many alerts it has.'),
      held: field('bool', 'It pages nobody, because of maintenance.'),
    }),
    'The incident that the run is about.',
  ),
  entity: field(
    fields({
      ref: field('string', '`component:default/checkout`'),
      name: field('string', ''),
      kind: field('string', '`component`'),
      owner: field('string', 'Ref of the owning group.'),
      system: field('string', 'Ref of its system.'),
      domain: field('string', 'Ref of its domain.'),
      tier: field('int', '1, the most important, to 4; 5 without one.'),
      tags: field(listOf('string'), ''),
      runbook: field('string', 'Address of its runbook.'),
      dependsOn: field(
        listOf(
          fields({
            ref: field('string'),
            name: field('string'),
            owner: field('string'),
          }),
        ),
        'What it depends on, directly.',
      ),
      dependants: field(
        listOf(
          fields({
            ref: field('string'),
            name: field('string'),
            owner: field('string'),
          }),
        ),
        'What depends on it, directly.',
      ),
    }),
    'What the incident, or else the run, is about.',
  ),
  owner: field(
    fields({
      ref: field('string', 'The group that owns the entity.'),
      name: field('string', ''),
      members: people('Its people now.'),
      lead: field(person, 'From its annotation `incidents/lead`.'),
      manager: field(person, 'The lead of the group above it.'),
    }),
    'The team of the entity.',
  ),
  onCall: field(
    fields({
      people: people('Whom a page for the entity would reach first, now.'),
    }),
    'Who is on call for the entity.',
  ),
  alert: field(
    fields({
      summary: field('string', ''),
      severity: field('string', '`critical`, `error`, `warning` or `info`'),
      source: field('string', 'What sent it, in its own words.'),
      component: field('string', ''),
      group: field('string', ''),
      class: field('string', ''),
      dedupKey: field('string', ''),
      status: field('string', '`triggered`, `acknowledged` or `resolved`'),
      count: field('int', 'How often it came.'),
      details: field('dyn', 'As it was sent.'),
    }),
    'The newest alert of the incident.',
  ),
  change: field(
    fields({
      summary: field('string', ''),
      source: field('string', ''),
      at: field('timestamp', '1970 without one.'),
      minutesAgo: field('int', 'Very many without one.'),
      entity: field('string', 'Ref of what was changed.'),
      url: field('string', 'Its first link.'),
    }),
    'What started the play, if that was a change; else the newest one to the entity within a day.',
  ),
  trigger: field(
    'dyn',
    'What started the play: `trigger.event`, `trigger.at`, `trigger.text`; of a webhook `trigger.body`.',
  ),
  run: field(
    fields({
      id: field('string', ''),
      url: field('string', 'Its page in the portal.'),
      startedBy: field('string', 'Who or what started it, by name.'),
    }),
    'This run.',
  ),
  now: field('timestamp', 'The instant at which this is looked at.'),
} as const;
