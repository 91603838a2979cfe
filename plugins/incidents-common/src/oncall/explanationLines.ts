import { DateTime } from 'luxon';
import { OverrideInput } from '../api/oncall';
import { Reason, Reasons } from './explain';

/**
 * An explanation in plain English: each reason one line, times in the schedule's zone.
 *
 * @param nameOf - how a person is called
 * @public
 */
export function explanationLines(
  { reasons, timezone }: Reasons,
  nameOf: (ref: string) => string,
): string[] {
  const words = new Words(timezone, nameOf);
  return reasons.map(reason => words.line(reason));
}

class Words {
  readonly #zone: string;
  readonly #nameOf: (ref: string) => string;

  constructor(zone: string, nameOf: (ref: string) => string) {
    this.#zone = zone;
    this.#nameOf = nameOf;
  }

  line(reason: Reason): string {
    switch (reason.kind) {
      case 'nobody':
        return `Nobody is on call${this.#until(reason.until)}.`;
      case 'archived':
        return `The schedule was archived on ${this.#time(reason.since)}.`;
      case 'no-version':
        return reason.begins
          ? `The schedule begins on ${this.#time(reason.begins)}.`
          : 'The schedule has no version that was ever in force.';
      case 'temporary': {
        const { temporary, people } = reason;
        const who = people.length > 0 ? this.#names(people) : 'nobody';
        return `A temporary schedule replaces everything ${this.#during(temporary)}; it has ${who}.`;
      }
      case 'override':
        return reason.hasEffect
          ? `${this.#change(reason.override)} ${this.#during(reason.override)}.`
          : `No effect: ${this.#change(reason.override)} ${this.#during(reason.override)}, but ${this.#missing(reason.override)} by the layers.`;
      case 'layer':
        return `${this.#layer(reason)} has ${this.#names(reason.people)}: turn ${reason.turn} of ${reason.turns}, next hand-off on ${this.#time(reason.nextHandoff)}.`;
      default:
        return `${this.#layer(reason)} ${this.#silence(reason)}.`;
    }
  }

  #change(override: OverrideInput): string {
    switch (override.kind) {
      case 'cover':
        return `${this.#nameOf(override.personRef)} covers ${this.#replaced(override.replacesRef)}`;
      case 'add':
        return `${this.#nameOf(override.personRef)} is on call as well`;
      default:
        return override.replacesRef === null
          ? 'Left empty on purpose'
          : `${this.#nameOf(override.replacesRef)} is taken out on purpose`;
    }
  }

  #missing(override: OverrideInput): string {
    return override.kind !== 'add' && override.replacesRef !== null
      ? `${this.#nameOf(override.replacesRef)} is not on call`
      : 'nobody is on call';
  }

  #silence(reason: Extract<Reason, { kind: 'silent-layer' }>): string {
    const { until } = reason;
    switch (reason.silence) {
      case 'restricted':
        return until
          ? `is closed until ${this.#time(until)}`
          : 'is always closed: its restrictions name no time';
      case 'not-begun':
        return until ? `begins on ${this.#time(until)}` : 'does not begin';
      case 'ended':
        return 'has ended';
      default:
        return `has nobody in this turn${this.#until(until)}`;
    }
  }

  #layer({ name }: { name: string }): string {
    return `Layer “${name}”`;
  }

  #replaced(ref: string | null): string {
    return ref === null ? 'whoever is on call' : this.#nameOf(ref);
  }

  #names(refs: readonly string[]): string {
    return refs.map(ref => this.#nameOf(ref)).join(', ');
  }

  #until(until: Date | null): string {
    return until ? ` until ${this.#time(until)}` : '';
  }

  #during(span: { start: string; end: string; reason: string }): string {
    const reason = span.reason && ` (${span.reason})`;
    return `from ${this.#time(new Date(span.start))} to ${this.#time(new Date(span.end))}${reason}`;
  }

  #time(instant: Date): string {
    return DateTime.fromJSDate(instant, { zone: this.#zone })
      .setLocale('en-GB')
      .toFormat('ccc d LLL yyyy, HH:mm');
  }
}
