import { createHash } from 'node:crypto';
import { Actor } from '@muster/backstage-plugin-incidents-common';
import { PageFacts } from './ports';

/** What the page behind an acknowledge link says. */
export interface PageView {
  readonly status: 200 | 400 | 403 | 404 | 410 | 503;
  /** The first thing that is read. */
  readonly heading: string;
  /** Sentences below it, plain text. */
  readonly lines: readonly string[];
  /** A button that confirms; left out when there is nothing to do. */
  readonly confirm?: string;
  readonly link: { readonly text: string; readonly url: string };
}

/**
 * What is true now of an incident, for the person of a link.
 *
 * @param incidentUrl - the incident in the portal
 */
export function viewOf(
  facts: PageFacts,
  person: { readonly ref: string; readonly name: string },
  incidentUrl: string,
): PageView {
  const { name, severity, entity, title } = facts;
  const about = `${severity} ${entity.name}: ${title}`;
  const link = { text: `Open ${name} in the portal`, url: incidentUrl };
  const shown = (heading: string, ...lines: string[]): PageView => ({
    status: 200,
    heading,
    lines: [about, ...lines],
    link,
  });
  if (facts.status === 'resolved') {
    return shown(
      `${name} is resolved`,
      `It was resolved by ${nameOf(facts.resolvedBy)}${at(facts.resolvedAt)}. There is nothing to acknowledge.`,
    );
  }
  if (facts.status === 'acknowledged') {
    return facts.acknowledgedBy?.ref === person.ref
      ? shown(
          `You have ${name}`,
          `You acknowledged${at(facts.acknowledgedAt)}. Nobody else is paged for it.`,
        )
      : shown(
          `${nameOf(facts.acknowledgedBy)} has ${name}`,
          `It was acknowledged${at(facts.acknowledgedAt)}. You may join in the portal.`,
        );
  }
  return {
    ...shown(
      `Acknowledge ${name}?`,
      `It began${at(facts.openedAt)} and nobody has it yet. You are ${person.name}: by acknowledging you take it, and nobody else is paged.`,
    ),
    confirm: `Acknowledge ${name}`,
  };
}

/** What a link says that cannot be used. */
export function unusableView(
  why: 'expired' | 'invalid' | 'unknown',
  portalUrl: string,
): PageView {
  const link = { text: 'Open incidents in the portal', url: portalUrl };
  const views = {
    expired: {
      status: 410,
      heading: 'This link has expired',
      lines: [
        'An acknowledge link works for 24 hours. Nothing was changed.',
        'You can acknowledge in the portal.',
      ],
    },
    invalid: {
      status: 400,
      heading: 'This link does not work',
      lines: [
        'It is incomplete or was not made here; some mail programs cut long links. Nothing was changed.',
        'Copy the whole link from the message, or acknowledge in the portal.',
      ],
    },
    unknown: {
      status: 404,
      heading: 'This link belongs to no page',
      lines: [
        'There is no such page of this incident for you here. Nothing was changed.',
        'Look for the incident in the portal.',
      ],
    },
  } as const;
  return { ...views[why], link };
}

/** What a link of a learner's copy says. */
export const copyView = (copyOf: string, portalUrl: string): PageView => ({
  status: 403,
  heading: 'This page was a copy',
  lines: [
    `You shadow ${copyOf}: it is theirs to acknowledge. Nothing was changed.`,
    'You can follow the incident in the portal.',
  ],
  link: { text: 'Open incidents in the portal', url: portalUrl },
});

/** What is shown while the database is away. */
export const awayView = (portalUrl: string): PageView => ({
  status: 503,
  heading: 'Not possible just now',
  lines: [
    'Nothing was changed. Try again in a few seconds: load this page again.',
  ],
  link: { text: 'Open incidents in the portal', url: portalUrl },
});

const style = `
:root { color-scheme: light dark; --text: #1c1e21; --soft: #4a4f57; --ground: #f4f5f7; --card: #fff; --edge: #d5d8dd; --act: #0b57d0; --onact: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --soft: #b4b9c1; --ground: #17191c; --card: #22262b; --edge: #3a4048; --act: #8ab4f8; --onact: #10131a; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--text); font: 17px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 24px; background: var(--card); border: 1px solid var(--edge); border-radius: 12px; }
h1 { margin: 0 0 12px; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 12px; }
p.about { font-weight: 600; }
p.more { color: var(--soft); }
button { display: block; width: 100%; min-height: 56px; margin: 20px 0; border: 0; border-radius: 10px; background: var(--act); color: var(--onact); font: inherit; font-weight: 600; cursor: pointer; }
a { display: inline-block; padding: 8px 0; color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 3px; }
`;

/** The page runs nothing, loads nothing, posts only to itself and is framed by nobody. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page as HTML; every text in it is escaped. */
export function renderPage(view: PageView): string {
  const [first, ...more] = view.lines;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(view.heading)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(view.heading)}</h1>
<p class="about">${escapeHtml(first)}</p>
${more.map(line => `<p class="more">${escapeHtml(line)}</p>`).join('\n')}
${view.confirm ? `<form method="post"><button type="submit">${escapeHtml(view.confirm)}</button></form>` : ''}
<a href="${escapeHtml(view.link.url)}">${escapeHtml(view.link.text)}</a>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function nameOf(actor: Actor | null): string {
  return actor?.name ?? 'somebody';
}

/** The reader's zone is not known here, so the time says which one it is in. */
function at(instant: Date | null): string {
  return instant ? ` at ${instant.toISOString().slice(11, 16)} UTC` : '';
}
