// What Hearthfield has learnt: the postmortems of examples/postmortems, so that a new demo has something to read, and
// follow-ups in every state.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../children.mjs';
import { eventually } from '../outage/eventually.mjs';
import { PortalClient } from '../outage/PortalClient.mjs';

const folder = join(root, 'examples', 'postmortems');
/** An administrator of the demo. */
const sana = 'user:default/sana.iqbal';
const dayMs = 24 * 3600 * 1000;
const weekMs = 7 * dayMs;
/** In seconds: the catalog may know its last services a while after its first, and answers nothing at all before. */
const patience = 60;
/** The newest one is that old at least, so that nothing in it lies ahead. */
const restMs = 10 * dayMs;

/**
 * Imports the postmortems that the demo has not yet, and brings their follow-ups as far as follow-ups.json says. One that
 * is there, however it was changed, is left alone.
 *
 * @param {string} url - of the portal
 * @param {() => number} [clock] - milliseconds since the epoch; dates are moved up to it
 * @returns {Promise<number>} how many were imported
 * @throws {Refusal} when the portal does not take them
 */
export async function makeDemoPostmortems(url, clock = Date.now) {
  const portal = new PortalClient(url);
  const { items: known } = await portal.call(
    sana,
    'GET',
    '/v1/postmortems?limit=200',
  );
  const titles = new Set(known.map(({ title }) => title));
  const files = (await readFiles(clock)).filter(
    ({ title }) => !titles.has(title),
  );
  if (files.length === 0) return 0;
  // The directory knows people a moment after the catalog: what they do is told with their names from then on.
  await eventually(
    'the portal to know Sana Iqbal',
    async () => {
      const { person } = await portal.call(sana, 'GET', '/v1/me');
      return person.name === 'Sana Iqbal' || undefined;
    },
    patience,
  );
  // What has come again tells of something after the proof that it would not.
  for (const batch of [
    files.filter(({ isAgain }) => !isAgain),
    files.filter(({ isAgain }) => isAgain),
  ]) {
    if (batch.length > 0) await take(portal, batch, clock);
  }
  return files.length;
}

/** Imports some of them, and brings their follow-ups on. */
async function take(portal, files, clock) {
  const body = {
    files: files.map(({ name, textNow }) => ({ name, text: textNow() })),
  };
  await eventually(
    'the portal to take examples/postmortems',
    async () => {
      const path = '/v1/postmortem-imports/preview';
      const preview = await portal
        .call(sana, 'POST', path, body)
        .catch(error => {
          if (error.status !== 503) throw error;
        });
      return (
        preview?.items.every(({ faults }) => faults.length === 0) || undefined
      );
    },
    patience,
  );
  const { items } = await portal.call(
    sana,
    'POST',
    '/v1/postmortem-imports',
    body,
  );
  const plans = JSON.parse(
    await readFile(join(folder, 'follow-ups.json'), 'utf8'),
  );
  await Promise.all(
    items.map(({ name }) => followUp(portal, name, plans, clock)),
  );
}

/**
 * The files, with their dates moved by whole weeks: what happened on a Wednesday stays on one, and is not long ago. The
 * newest is of something that has come again, and happens now.
 */
async function readFiles(clock) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.md'));
  const files = await Promise.all(
    names.sort().map(async name => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, title: /^title: (.+)$/m.exec(text)?.[1] };
    }),
  );
  const again = files.pop();
  if (!again) return [];
  const dates = /^(date|ended|published): (\S+)$/gm;
  const newest = Math.max(
    ...files.flatMap(({ text }) =>
      [...text.matchAll(dates)].map(([, , at]) => Date.parse(at)),
    ),
  );
  const by = Math.floor((clock() - restMs - newest) / weekMs) * weekMs;
  const dated = (text, dateOf) =>
    text.replace(
      dates,
      (_line, field, at) => `${field}: ${new Date(dateOf(at)).toISOString()}`,
    );
  return [
    ...files.map(({ text, ...file }) => ({
      ...file,
      isAgain: false,
      textNow: () => dated(text, at => Date.parse(at) + by),
    })),
    {
      ...again,
      isAgain: true,
      textNow: () => dated(again.text, clock),
    },
  ];
}

/**
 * @param {PortalClient} portal
 * @param {string} postmortem - `PM-12`
 * @param {Record<string, { owner?: string, priority?: string, kind?: string, dueInDays?: number, proof?: object }>} plans
 */
async function followUp(portal, postmortem, plans, clock) {
  const { followUpList } = await portal.call(
    sana,
    'GET',
    `/v1/postmortems/${postmortem}`,
  );
  for (const { name, title, version } of followUpList) {
    const { owner, proof, dueInDays, ...rest } = plans[title] ?? {};
    await portal.call(sana, 'PATCH', `/v1/follow-ups/${name}`, {
      version,
      ...rest,
      ...(owner && { ownerRef: owner }),
      ...(dueInDays !== undefined && { dueOn: dayAfter(clock(), dueInDays) }),
    });
    if (proof) {
      await portal.call(sana, 'POST', `/v1/follow-ups/${name}/verify`, proof);
    }
  }
}

/** @param {number} now @param {number} days */
const dayAfter = (now, days) =>
  new Date(now + days * dayMs).toISOString().slice(0, 10);
