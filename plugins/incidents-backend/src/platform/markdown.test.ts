import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { plainText, toHtml } from './markdown';

type Node = DefaultTreeAdapterMap['childNode'];

const corpus: { sets: { from: string; payloads: string[] }[] } = JSON.parse(
  readFileSync(
    resolve(__dirname, '../../../../conformance/xss-markdown.json'),
    'utf8',
  ),
);
const payloads = corpus.sets.flatMap(set => set.payloads);

/** What Markdown may become, with its attributes. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'p h1 h2 h3 h4 h5 h6 em strong s pre ul li blockquote hr br table thead tbody tr'
      .split(' ')
      .map(name => [name, []]),
  ),
  a: ['href', 'rel', 'title'],
  code: ['class'],
  img: ['src', 'alt', 'title'],
  ol: ['start'],
  td: ['style'],
  th: ['style'],
};
const portal = 'https://portal.test';

/** What in HTML could do harm, as a browser would read it. */
function harmOf(html: string): string[] {
  const harm: string[] = [];
  const visit = (node: Node) => {
    if (node.nodeName === '#text') return;
    if (!('tagName' in node)) {
      harm.push(node.nodeName);
      return;
    }
    const attributes = allowed[node.tagName];
    if (!attributes) harm.push(`<${node.tagName}>`);
    for (const { name, value } of node.attrs) {
      if (!attributes?.includes(name)) harm.push(`${node.tagName}@${name}`);
      if (name === 'style' && !/^text-align:(left|right|center)$/.test(value)) {
        harm.push(value);
      }
      if (name === 'src' && value !== image) harm.push(value);
      if (name === 'href') {
        const url = new URL(value, portal);
        const isAbsolute = /^https?:\/\//i.test(value);
        if (!['http:', 'https:', 'mailto:'].includes(url.protocol)) {
          harm.push(value);
        } else if (
          !isAbsolute &&
          url.protocol !== 'mailto:' &&
          url.origin !== portal
        ) {
          harm.push(`${value} leads away`);
        }
      }
    }
    node.childNodes.forEach(visit);
  };
  parseFragment(html).childNodes.forEach(visit);
  return harm;
}
const image = 'data:image/png;base64,AA==';

/** Where in a text somebody puts it. */
const places: Readonly<Record<string, (payload: string) => string>> = {
  alone: payload => payload,
  'within a sentence': payload => `We saw ${payload} in the log`,
  'in a list': payload => `- first\n- ${payload}`,
  'in a table': payload => `| a | b |\n|---|---|\n| ${payload} | x |`,
  'as where a link leads': payload => `[text](${payload})`,
  'as where a link leads, in brackets': payload => `[text](<${payload}>)`,
  'as an image': payload => `![text](${payload})`,
  'as the name of an image': payload => `![${payload}](muster-image:ab12)`,
  'as a title': payload => `[text](https://x.test "${payload}")`,
  'in angle brackets': payload => `<${payload}>`,
  'as a reference': payload => `[text][1]\n\n[1]: ${payload}`,
  'as the language of code': payload => `\`\`\`${payload}\ncode\n\`\`\``,
  'in a heading': payload => `# ${payload}`,
};

describe('hostile Markdown', () => {
  it('has enough examples', () => {
    expect(payloads.length).toBeGreaterThanOrEqual(80);
    expect(new Set(payloads).size).toBe(payloads.length);
  });

  it.each(Object.entries(places))('does no harm %s', (_place, put) => {
    const harmful = payloads.flatMap(payload => {
      const harm = harmOf(
        toHtml(put(payload), { imageOf: () => image, portalUrl: portal }),
      );
      return harm.length > 0 ? [{ payload, harm }] : [];
    });
    expect(harmful).toEqual([]);
  });

  it('is seen by this test where it would do harm', () => {
    expect(harmOf('<a href="javascript:alert(1)">x</a>')).toHaveLength(1);
    expect(harmOf('<a href="//evil.test">x</a>')).toHaveLength(1);
    expect(harmOf('<p onclick="x">x</p><svg></svg>')).toHaveLength(2);
    expect(harmOf('<img src="https://evil.test/x.png">')).toHaveLength(1);
  });
});

describe('Markdown', () => {
  it('leads to web, mail and the portal, and shows images that there are', () => {
    expect(
      toHtml(
        '[docs](/docs) <https://x.test> [mail](mailto:a@x.test) ![pool](muster-image:ab12) ![gone](muster-image:cd) ![far](https://x.test/a.png)',
        {
          portalUrl: portal,
          imageOf: id => (id === 'ab12' ? image : undefined),
        },
      ),
    ).toBe(
      [
        `<p><a href="${portal}/docs" rel="noreferrer noopener">docs</a>`,
        '<a href="https://x.test" rel="noreferrer noopener">https://x.test</a>',
        '<a href="mailto:a@x.test" rel="noreferrer noopener">mail</a>',
        `<img src="${image}" alt="pool">`,
        '<em>gone (an image that is not here)</em>',
        '<a href="https://x.test/a.png" rel="noreferrer noopener">far</a></p>\n',
      ].join(' '),
    );
  });

  it('links bare addresses, and is done with many broken ones before anybody waits', () => {
    expect(toHtml('see https://x.test/a(b), (http://y.test).')).toBe(
      '<p>see <a href="https://x.test/a(b)" rel="noreferrer noopener">https://x.test/a(b)</a>, (<a href="http://y.test" rel="noreferrer noopener">http://y.test</a>).</p>\n',
    );
    const started = performance.now();
    for (const hostile of [
      'http://a.b/(',
      'http://a.b?(',
      'http://a.b/( ',
      'mailto:a@b?(',
    ]) {
      const text = hostile.repeat(100_000 / hostile.length);
      expect(plainText(text)).toContain(hostile.trim());
      expect(toHtml(text)).toContain(hostile.trim());
    }
    // It takes half a second; it took minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('is its words when it is plain', () => {
    expect(
      plainText(
        '# Hello *wor*ld\n\nText `code` [link](http://x) ![img](muster-image:12)\nmore\n\n- a\n- b\n\n```\nfence\n```\n<b>x</b>',
      ),
    ).toBe('Hello world Text code link img more a b fence <b>x</b>');
  });
});
