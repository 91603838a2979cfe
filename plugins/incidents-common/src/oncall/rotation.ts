import { Restriction, Rotation, Slot } from '../api/oncall';
import { Handoffs, handoffsOf, remainder } from './handoffs';
import {
  Lasting,
  nobody,
  samePeople,
  sortedPeople,
  Standing,
  Timeline,
} from './timeline';
import { WallClock } from './zone';

/** The slot that holds at an instant: the last whose hand-off has come; negative before the start. */
interface SlotNow extends Lasting {
  readonly slot: number;
}

/**
 * The turns of a rotation by its wall clock: slot k belongs to `participants[k mod n]`.
 *
 * Where a clock change brings two hand-offs to one instant, the slot between them is empty and never
 * holds.
 */
export class Turns {
  readonly #handoffs: Handoffs | undefined;
  readonly #clock: WallClock;
  readonly #slots: readonly (readonly string[])[];
  readonly #extendsBefore: boolean;

  constructor(
    rotation: Rotation,
    restrictions: readonly Restriction[],
    clock: WallClock,
  ) {
    this.#handoffs = handoffsOf(rotation, restrictions);
    this.#clock = clock;
    this.#slots = rotation.participants.map(peopleOf);
    this.#extendsBefore = rotation.extendsBefore;
  }

  /**
   * The slot at an instant and the next hand-off; before the start slot -1, unless the rotation extends
   * before it. Undefined when the rotation never begins.
   */
  slotAt(at: number): SlotNow | undefined {
    const handoffs = this.#handoffs;
    if (!handoffs) return undefined;
    const last = handoffs.lastUpTo(this.#clock.furthestLocal(at));
    const slot = this.hasBegun(last) ? last : -1;
    return { slot, until: this.#instantOf(handoffs, slot + 1) };
  }

  /** Who has a slot; nobody before the start, unless the rotation extends before it. */
  peopleOf(slot: number): readonly string[] {
    const { length } = this.#slots;
    if (length === 0 || !this.hasBegun(slot)) return [];
    return this.#slots[remainder(slot, length)];
  }

  hasBegun(slot: number): boolean {
    return slot >= 0 || this.#extendsBefore;
  }

  /** Who is on call by the rotation. It holds on over hand-offs at which nobody changes. */
  readonly timeline: Timeline = (at): Standing => {
    const handoffs = this.#handoffs;
    const { length } = this.#slots;
    if (!handoffs || length === 0) return nobody();
    const slot = handoffs.lastUpTo(this.#clock.furthestLocal(at));
    if (!this.hasBegun(slot)) {
      return nobody(this.#instantOf(handoffs, 0));
    }
    const people = this.peopleOf(slot);
    for (let next = slot + 1; next < slot + length; next++) {
      if (!samePeople(this.peopleOf(next), people)) {
        return { people, until: this.#instantOf(handoffs, next) };
      }
    }
    return { people, until: Infinity };
  };

  #instantOf(handoffs: Handoffs, k: number): number {
    return this.#clock.firstInstant(handoffs.localTimeOf(k));
  }
}

const peopleOf = (slot: Slot): readonly string[] =>
  typeof slot === 'string' ? [slot] : sortedPeople(slot);
