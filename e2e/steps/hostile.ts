import { Page } from 'playwright-core';
import { contract } from '@muster/backstage-plugin-incidents-common';
import { DemoPortal } from '../src/DemoPortal';
import { as } from './api';
import { checkout } from './cast';

/** Where nothing may be loaded from. */
const foreign = 'hacked.example.test';
/** Starts every hostile text, so that a screen can be waited for. */
export const mark = 'Hostile';
const long = 'W'.repeat(300);
/* eslint-disable no-script-url -- what hostile senders send */
const script = 'javascript:window.hacked=1';
/** One text with everything in it. */
export const hostile = (where: string): string =>
  [
    `${mark} ${where}`,
    `<img src="https://${foreign}/x.png" onerror="window.hacked=1">`,
    `<script>window.hacked=1;alert(1)</script>`,
    `"><iframe src="https://${foreign}/"></iframe>`,
    `[x](${script}) ![x](https://${foreign}/y.png)`,
    '\u202Ereversed\u202C {{constructor.constructor("window.hacked=1")()}}',
  ].join(' ');
/** As `hostile`, where a name has 100 characters. */
const hostileName = (where: string): string =>
  hostile(where).slice(0, 60) + long.slice(0, 40);

const hrefs = [
  script,
  ' jAvAsCrIpT:window.hacked=1',
  `data:text/html,<script>window.hacked=1</script>`,
  'vbscript:x',
];

/** Fills everything that a screen shows with what a hostile monitor or colleague would write. */
export async function fillWithHostility(portal: DemoPortal): Promise<void> {
  const ana = await as(portal, 'Ana Ruiz');
  const { alerts, incidents, oncall, escalation } = contract;
  const { key, url, changeUrl } = await ana.call(alerts.createIntegration, {
    body: { name: hostileName('monitor'), entityRef: checkout },
  });
  const links = hrefs.map(href => ({ href, text: hostile('link') }));
  const post = async (to: string, event: object): Promise<void> => {
    const response = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing_key: key, links, ...event }),
    });
    if (response.status !== 202) {
      throw new Error(`it is answered ${await response.text()}`);
    }
  };
  await post(changeUrl, {
    payload: { summary: hostile('change'), source: hostile('source') },
  });
  await post(url, {
    event_action: 'trigger',
    dedup_key: hostile('key').slice(0, 200),
    client: hostile('client'),
    client_url: script,
    images: [
      { src: `https://${foreign}/z.png`, href: script, alt: hostile('image') },
    ],
    payload: {
      summary: hostile('summary') + long,
      source: hostile('source') + long,
      severity: 'critical',
      component: hostile('component'),
      group: hostile('group'),
      class: hostile('class'),
      custom_details: { [hostile('name')]: hostile('value'), long },
    },
  });
  const { items } = await ana.call(incidents.list, {});
  await ana.call(incidents.note, {
    params: { id: items[0].name },
    body: { text: `${hostile('note')}\n${long}` },
  });
  const ownerRef = 'group:default/team-payments';
  const schedule = await ana.call(oncall.createSchedule, {
    body: {
      name: hostileName('schedule'),
      description: hostile('description'),
      ownerRef,
      timezone: 'Europe/Madrid',
      layers: [
        {
          name: hostileName('layer'),
          rotation: {
            unit: 'week',
            every: 1,
            startDate: '2026-01-05',
            handoffTime: '09:00',
            participants: ['user:default/ana.ruiz'],
          },
        },
      ],
    },
  });
  const policy = await ana.call(escalation.createPolicy, {
    body: {
      name: hostileName('policy'),
      description: hostile('description'),
      ownerRef,
      steps: [{ targets: [{ type: 'schedule', id: schedule.id }] }],
    },
  });
  await ana.call(escalation.bind, {
    body: { entityRef: checkout, policyId: policy.id },
  });
  await ana.call(incidents.create, {
    body: {
      entityRef: checkout,
      title: (hostile('title') + long).slice(0, 300),
      description: hostile('description') + long,
    },
  });
}

/** Notices what a page must never do. */
export class Guard {
  readonly #seen: string[] = [];

  constructor(page: Page) {
    page.on('dialog', dialog => {
      this.#seen.push(`a dialog says ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    page.on('request', request => {
      const { hostname, protocol } = new URL(request.url());
      const isHere = hostname === 'localhost' || hostname === '127.0.0.1';
      if (/^(http|ws)/.test(protocol) && !isHere) {
        this.#seen.push(`it asks ${request.url()}`);
      }
    });
  }

  /** @throws Error with everything that the page did, or would do when a link is followed */
  async check(page: Page): Promise<void> {
    await this.#look(page, href => {
      const { protocol, hostname } = new URL(href, page.url());
      return /^https?:$/.test(protocol) && hostname !== foreign;
    });
  }

  /** As `check`, where any web address may be a link. */
  async checkLoads(page: Page): Promise<void> {
    await this.#look(page, href =>
      /^https?:$/.test(new URL(href, page.url()).protocol),
    );
  }

  async #look(page: Page, mayLinkTo: (href: string) => boolean): Promise<void> {
    const found = await page.evaluate(() => {
      const ours = [
        ...document.querySelectorAll('[data-testid^=incidents-], main'),
      ];
      const all = (selector: string) =>
        ours.flatMap(part => [...part.querySelectorAll(selector)]);
      return {
        ran: 'hacked' in window,
        elements: all('script, iframe, object, embed, img, [onerror]').map(
          element => element.outerHTML.slice(0, 200),
        ),
        links: all('a[href]').map(link => link.getAttribute('href') ?? ''),
      };
    });
    if (found.ran) this.#seen.push('a script ran');
    this.#seen.push(...found.elements.map(html => `it shows ${html}`));
    this.#seen.push(
      ...found.links
        .filter(href => !mayLinkTo(href))
        .map(href => `it links to ${href}`),
    );
    if (this.#seen.length > 0) {
      throw new Error(`${page.url()}:\n${this.#seen.join('\n')}`);
    }
  }
}
