import { Caller, passesFloor, Subject } from './floor';

const person = (
  ref: string,
  groups: string[] = [],
  isAdmin = false,
): Caller => ({
  kind: 'person',
  ref,
  ownership: [ref, ...groups],
  isAdmin,
});
const outsider = person('user:default/out');
const member = person('user:default/ben', ['group:default/payments']);
const responder = person('user:default/carla');
const admin = person('user:default/dora', [], true);
const service: Caller = { kind: 'service', subject: 'external:pipeline' };
const incident = {
  ownerRef: 'group:default/payments',
  responders: ['user:default/carla'],
};

describe('the floor', () => {
  const who = (
    access: Parameters<typeof passesFloor>[0],
    reads = false,
    subjects: readonly Subject[] = [incident],
  ) =>
    Object.entries({ outsider, member, responder, admin, service })
      .filter(([, caller]) => passesFloor(access, reads, caller, subjects))
      .map(([name]) => name);

  it('lets every person do what is for the signed-in, and services only read', () => {
    expect(who('signed-in')).toEqual([
      'outsider',
      'member',
      'responder',
      'admin',
    ]);
    expect(who('signed-in', true)).toContain('service');
  });

  it('keeps what is for responders to the team, the responders and admins', () => {
    expect(who('responder')).toEqual(['member', 'responder', 'admin']);
  });

  it('keeps what is for owners to the team and admins', () => {
    expect(who('owner')).toEqual(['member', 'admin']);
    expect(who('owner', true)).not.toContain('service');
  });

  it('keeps what is for admins to admins', () => {
    expect(who('admin')).toEqual(['admin']);
  });

  it('asks for every subject, and passes nobody for none', () => {
    const theirs = { ownerRef: 'group:default/search', responders: [] };
    expect(who('owner', false, [incident, theirs])).toEqual(['admin']);
    expect(who('owner', false, [])).toEqual(['admin']);
  });

  it('gives a thing without owner to nobody but admins', () => {
    const orphan = { ownerRef: null, responders: [] };
    expect(who('owner', false, [orphan])).toEqual(['admin']);
  });
});
