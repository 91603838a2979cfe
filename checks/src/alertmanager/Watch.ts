import {
  Alert,
  contract,
  Incident,
  Page,
} from '@muster/backstage-plugin-incidents-common';
import { Replica } from '../fleet';
import { until } from '../until';

const onlooker = 'user:default/grace.mwangi';
/** How long Alertmanager, the way and Muster may take together, in seconds; ten are for its pause after a failure. */
const patience = 30;

/** What people see of an incident that an alert has opened. */
export interface Sight {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
  readonly pages: readonly Page[];
}

/** Looks at the portal as a person would. */
export class Watch {
  readonly #replica: Replica;

  constructor(replica: Replica) {
    this.#replica = replica;
  }

  /** Waits until the newest incident of this title is as wished. */
  async until(
    title: string,
    what: string,
    isAsWished: (sight: Sight) => boolean = () => true,
  ): Promise<Sight> {
    let last: Sight | undefined;
    try {
      return await until(
        title,
        async () => {
          [last] = await this.#sights(title);
          return last && isAsWished(last) && last;
        },
        patience,
      );
    } catch (error) {
      const found = last ? JSON.stringify(last, null, 1) : 'not there';
      throw new Error(
        `waited ${patience} s in vain until '${title}' ${what}. It is ${found}`,
        { cause: error },
      );
    }
  }

  /** How many incidents have ever had this title. */
  async count(title: string): Promise<number> {
    return (await this.#sights(title)).length;
  }

  async #sights(title: string): Promise<Sight[]> {
    const api = await this.#replica.api.as(onlooker);
    const { items } = await api.call(contract.incidents.list, {
      query: { limit: 100 },
    });
    return Promise.all(
      items
        .filter(incident => incident.title === title)
        .map(async incident => {
          const given = { params: { id: String(incident.id) } };
          const alerts = await api.call(contract.alerts.ofIncident, given);
          const pages = await api.call(contract.paging.ledger, given);
          return { incident, alerts: alerts.items, pages: pages.items };
        }),
    );
  }
}
