import {
  contract,
  Endpoint,
  isRead,
} from '@muster/backstage-plugin-incidents-common';
import { jsonSchemaOf } from '../roomActions';

/** An operation of Muster as other automation and assistants know it. */
export interface Operation {
  /** In the registry it is `incidents:<name>`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What serves it, with the same checks as for the portal's own pages. */
  readonly endpoint: Endpoint;
  /** Doing it twice is doing it once. */
  readonly idempotent: boolean;
}

const once =
  'Repeat with the same idempotencyKey to be sure that it happens once.';

/** What Muster offers through the portal's actions registry. Each acts as the person who calls, and may what they may. */
export const operations: readonly Operation[] = [
  {
    name: 'get-incident',
    title: 'Get an incident',
    description:
      'One incident by its name, such as INC-7: what is wrong, how bad, who has it, what happens next and what the caller may do.',
    endpoint: contract.incidents.get,
    idempotent: true,
  },
  {
    name: 'list-incidents',
    title: 'List incidents',
    description:
      'Incidents, newest first. status and severity take several values, separated by commas: triggered,acknowledged.',
    endpoint: contract.incidents.list,
    idempotent: true,
  },
  {
    name: 'page-owner',
    title: 'Page the owner of an entity',
    description: `Opens an incident of an entity of the catalog and pages who is on call for it, at once. ${once}`,
    endpoint: contract.incidents.create,
    idempotent: false,
  },
  {
    name: 'acknowledge',
    title: 'Acknowledge an incident',
    description:
      'Takes the incident for the person who calls, and stops its escalation. When somebody has it already, the answer says who.',
    endpoint: contract.incidents.acknowledge,
    idempotent: true,
  },
  {
    name: 'resolve',
    title: 'Resolve an incident',
    description:
      'Ends the incident, its paging and its alerts. When it is resolved already, the answer says so.',
    endpoint: contract.incidents.resolve,
    idempotent: true,
  },
  {
    name: 'note',
    title: 'Write a note',
    description:
      'Writes a note on the timeline of the incident, for everybody who is at it and for the postmortem.',
    endpoint: contract.incidents.note,
    idempotent: false,
  },
  {
    name: 'escalate',
    title: 'Escalate an incident',
    description:
      'Pages the next step of the incident’s escalation policy at once.',
    endpoint: contract.incidents.escalate,
    idempotent: false,
  },
  {
    name: 'who-is-on-call',
    title: 'Who is on call',
    description:
      'Who would be paged for an entity of the catalog, now or at another instant, step by step, who takes over next, and by which rules that was found.',
    endpoint: contract.escalation.onCall,
    idempotent: true,
  },
  {
    name: 'list-plays',
    title: 'List plays',
    description:
      'Plays (response automation) with what starts them and how they have done.',
    endpoint: contract.plays.list,
    idempotent: true,
  },
  {
    name: 'start-play',
    title: 'Start a play',
    description: `Starts a play by its id, for an incident, an entity or neither, with the inputs that it asks for; list-plays tells what there is. ${once}`,
    endpoint: contract.plays.start,
    idempotent: false,
  },
];

/** Where in a request each field of an operation's input goes: what its endpoint takes in its path, its query and its body. */
export function partsOf({ endpoint }: Operation) {
  const { params, query, body } = endpoint;
  return {
    params: jsonSchemaOf(params, 'input'),
    query: jsonSchemaOf(query, 'input'),
    body: jsonSchemaOf(body, 'input'),
  };
}

/** The JSON schema of everything that an operation takes. */
export function inputOf(operation: Operation) {
  const { params, query, body } = partsOf(operation);
  const parts = [params, query, body];
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(part => part.properties ?? {})),
    required: parts.flatMap(part => part.required ?? []),
  };
}

/** The JSON schema of what it answers. */
export const outputOf = ({ endpoint }: Operation) =>
  jsonSchemaOf(endpoint.response, 'output');

/** It only reads. */
export const readsOnly = ({ endpoint }: Operation): boolean => isRead(endpoint);
