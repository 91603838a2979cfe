import { ConflictError, InputError } from '@backstage/errors';
import {
  IncidentsTicketsExtensionPoint,
  TicketSystem,
} from '@muster/backstage-plugin-incidents-node';

/** The ticket systems that modules have connected, in that order. */
export class TicketPoint implements IncidentsTicketsExtensionPoint {
  readonly #systems = new Map<string, TicketSystem>();

  addSystem(system: TicketSystem): void {
    const { id } = system;
    if (!/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
      throw new InputError(
        `The id of a ticket system must be like jira, in lower case; not '${id}'`,
      );
    }
    if (this.#systems.has(id)) {
      throw new ConflictError(
        `Two ticket systems have the id '${id}'; install only one of their modules`,
      );
    }
    this.#systems.set(id, system);
  }

  get all(): readonly TicketSystem[] {
    return [...this.#systems.values()];
  }

  /** One that is connected, or undefined. */
  get(id: string): TicketSystem | undefined {
    return this.#systems.get(id);
  }
}
