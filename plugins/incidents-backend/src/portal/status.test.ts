import { Findings, problemsOf } from './status';

const fine: Findings = {
  catchAllPeople: 2,
  adminPeople: 1,
  channels: ['portal', 'email'],
  catalogAgeMinutes: 0.2,
  keysFromConfig: true,
  deadLetters: 0,
  unassigned: 0,
  watchdogRepairs: 0,
  heldPages: null,
};
const config = {
  catchAll: ['group:default/watch'],
  admins: ['group:default/a'],
  guestAdministers: false,
};
const ids = (found: Partial<Findings>, over = {}) =>
  problemsOf({ ...fine, ...found }, { ...config, ...over }).map(({ id }) => id);

describe('what an admin should mend', () => {
  it('is nothing when all is well', () => {
    expect(ids({})).toEqual([]);
  });

  it('begins with incidents that nobody is responsible for', () => {
    expect(
      ids({
        heldPages: { reason: 'a copy', remedy: 'Discard them', count: 3 },
        unassigned: 2,
        watchdogRepairs: 3,
        deadLetters: 1,
        keysFromConfig: false,
      }),
    ).toEqual([
      'pages-held',
      'unassigned',
      'watchdog-repairs',
      'dead-letters',
      'keys-in-database',
    ]);
  });

  it('tells a missing catch-all from an empty one', () => {
    expect(ids({}, { catchAll: [] })).toEqual(['no-catch-all']);
    expect(ids({ catchAllPeople: 0 })).toEqual(['empty-catch-all']);
  });

  it('asks for admins where there are none, or only the guest of a portal under development', () => {
    expect(ids({ adminPeople: 0 }, { admins: [] })).toEqual(['no-admins']);
    expect(ids({ adminPeople: 0 }, { guestAdministers: true })).toEqual([
      'guest-administers',
    ]);
  });

  it('says when the catalog has been silent, and that pages go on', () => {
    const [problem] = problemsOf({ ...fine, catalogAgeMinutes: 31 }, config);
    expect(problem.text).toContain('31 minutes');
    expect(problem.remedy).toContain('pages go on');
    expect(ids({ catalogAgeMinutes: null })).toEqual(['catalog-stale']);
  });

  it('names the remedy of every problem', () => {
    const all = problemsOf(
      {
        catchAllPeople: 0,
        adminPeople: 0,
        channels: [],
        catalogAgeMinutes: null,
        keysFromConfig: false,
        deadLetters: 1,
        unassigned: 1,
        watchdogRepairs: 1,
        heldPages: { reason: 'a copy', remedy: 'Discard them', count: 3 },
      },
      { catchAll: [], admins: [], guestAdministers: false },
    );
    expect(all).toHaveLength(9);
    expect(all.every(({ remedy }) => remedy.length > 10)).toBe(true);
  });
});
