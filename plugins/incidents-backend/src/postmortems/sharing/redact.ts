import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { SharedPostmortem } from './shared';

/** Everybody of whom a postmortem may speak, by what stands in place of their name; who is in several is the first. */
export interface Spoken {
  readonly writer: NamedRef | null;
  readonly participants: readonly NamedRef[];
  readonly reviewers: readonly NamedRef[];
  readonly others: readonly NamedRef[];
}

/**
 * Leaves out the names of people: full names, parts of them that begin with a capital letter, refs, mentions and mail addresses. It takes
 * a word too many (a person named May) rather than one too few. Addresses of tickets and proofs go as a whole: who is in them may be
 * written in many ways.
 */
export function redacted(
  shared: SharedPostmortem,
  spoken: Spoken,
): SharedPostmortem {
  const replace = replacer(spoken);
  return {
    ...shared,
    title: replace(shared.title),
    writer: shared.writer && 'the writer',
    participants: shared.participants.map(() => 'a responder'),
    reviewers: shared.reviewers.map(reviewer => ({
      ...reviewer,
      name: 'a reviewer',
      note: replace(reviewer.note),
    })),
    sections: shared.sections.map(section => ({
      ...section,
      title: replace(section.title),
      body: replace(section.body),
    })),
    figures: shared.figures.map(({ label, value }) => ({
      label: replace(label),
      value: replace(value),
    })),
    timeline: shared.timeline.map(entry => ({
      ...entry,
      text: replace(entry.text),
      by: replace(entry.by),
    })),
    factors: shared.factors.map(factor => ({
      ...factor,
      text: replace(factor.text),
      factor: factor.factor && replace(factor.factor),
    })),
    factorNames: shared.factorNames.map(replace),
    followUps: shared.followUps.map(followUp => ({
      ...followUp,
      title: replace(followUp.title),
      description: replace(followUp.description),
      owner: followUp.owner && replace(followUp.owner),
      factor: followUp.factor && replace(followUp.factor),
      ticket: followUp.ticket && {
        system: followUp.ticket.system,
        key: replace(followUp.ticket.key),
        url: null,
      },
      proof: followUp.proof && {
        kind: followUp.proof.kind,
        url: null,
        note: replace(followUp.proof.note),
      },
    })),
  };
}

function replacer(spoken: Spoken): (text: string) => string {
  const standIns = new Map<string, string>();
  const add = (person: NamedRef, standIn: string) => {
    for (const name of namesOf(person)) {
      if (!standIns.has(name)) standIns.set(name, standIn);
    }
  };
  if (spoken.writer) add(spoken.writer, 'the writer');
  for (const person of spoken.participants) add(person, 'a responder');
  for (const person of spoken.reviewers) add(person, 'a reviewer');
  for (const person of spoken.others) add(person, 'somebody');
  if (standIns.size === 0) return text => text;
  // The longest first, so that a full name goes as a whole.
  const names = [...standIns.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])@?(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`,
    'gu',
  );
  return text =>
    text
      .replace(/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, 'somebody')
      .replace(
        pattern,
        (_whole, name: string) => standIns.get(name) ?? 'somebody',
      )
      // Whoever is mentioned by a ref that is in none of the lists.
      .replace(/@?\buser:[\w.-]+\/[\w.-]*[\w-]/g, 'somebody');
}

/** The ref, its bare name, the full name, and its parts. */
function namesOf({ ref, name }: NamedRef): string[] {
  const bare = ref.replace(/^.*\//, '');
  const parts = name
    .split(/\s+/)
    .filter(part => /^\p{Lu}/u.test(part) && part.length > 1);
  const inCapitals = [name, ...parts].map(text => text.toUpperCase());
  return [ref, bare, name, name.toLowerCase(), ...parts, ...inCapitals].filter(
    text => text.length > 1,
  );
}

/** A hyphen stays: to escape it outside of brackets is an error in patterns with the flag `u`. */
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
