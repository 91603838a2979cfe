import { escapeHtml, toHtml } from '../../platform/markdown';
import { toMarkdown } from './markdown';
import { SharedPostmortem, SharedReviewer } from './shared';

/** For reading and printing; nothing is loaded from anywhere. */
const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2.2rem; border-bottom: 1px solid #8886; padding-bottom: .2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { color: #777; }
dd { margin: 0; }
img { max-width: 100%; }
pre { overflow-x: auto; padding: .6rem; border: 1px solid #8886; }
table { border-collapse: collapse; }
td, th { border: 1px solid #8886; padding: .2rem .5rem; text-align: left; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid #8886; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } pre, table, img { break-inside: avoid; } }
`;

/** The whole as one HTML page that needs nothing else: no script, no style sheet, no image of another host. */
export function toHtmlPage(
  shared: SharedPostmortem,
  options: {
    readonly imageOf: (id: string) => string | undefined;
    /** Where paths of the portal lead. */
    readonly portalUrl: string;
  },
): string {
  // The body is that of the Markdown, so that both say the same.
  const body = toHtml(
    toMarkdown(shared).replace(/^---\n[\s\S]*?\n---\n/, ''),
    options,
  );
  const facts: [string, string | null][] = [
    ['Postmortem', shared.name],
    ['Service', shared.service.name],
    ['Team', shared.team?.name ?? null],
    ['Severity', shared.severity],
    ['Incident', shared.incident],
    ['Happened', minute(shared.occurredAt)],
    ['Over', shared.endedAt && minute(shared.endedAt)],
    ['Published', shared.publishedAt && minute(shared.publishedAt)],
    ['Amended', shared.amendedAt && minute(shared.amendedAt)],
    ['Written by', shared.writer],
    ['Took part', shared.participants.join(', ')],
    ['Reviewed by', shared.reviewers.map(reviewOf).join('; ')],
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${shared.name} ${shared.title}`)}</title>
<style>${style}</style>
</head>
<body>
<dl>
${facts
  .flatMap(([name, value]) =>
    value ? [`<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`] : [],
  )
  .join('\n')}
</dl>
${body}</body>
</html>
`;
}

const reviewOf = ({ name, signedOffAt, note }: SharedReviewer) =>
  `${name}, ${signedOffAt ? `signed off ${minute(signedOffAt)}` : 'not signed off'}${note ? `: ${note}` : ''}`;

const minute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
