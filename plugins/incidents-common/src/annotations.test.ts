import { faultsOfAnnotations, readAnnotations } from './annotations';

describe('annotations of incidents', () => {
  it('are read where they are well-formed', () => {
    expect(
      readAnnotations({
        'incidents/escalation-policy': 'Payments primary',
        'incidents/lead': 'ana.ruiz',
        'incidents/severity-floor': 'sev2',
        'incidents/tier': '1',
        'incidents/runbook': 'runbooks/db.md',
        'incidents/bridge': 'https://meet.example.test/payments',
        'incidents/chat-channel': '#payments',
        'incidents/postmortem': 'Required',
        'backstage.io/techdocs-ref': 'dir:.',
      }),
    ).toEqual({
      policyAnnotation: 'Payments primary',
      leadRef: 'user:default/ana.ruiz',
      severityFloor: 'SEV2',
      tier: 1,
      runbook: 'runbooks/db.md',
      bridge: 'https://meet.example.test/payments',
      chatChannel: '#payments',
      postmortem: 'required',
      problems: [],
    });
  });

  it.each([
    ['tier', '9', "incidents/tier is '9', expected 1, 2, 3 or 4"],
    ['tier', '', "incidents/tier is '', expected 1, 2, 3 or 4"],
    ['severity-floor', 'high', "is 'high', expected SEV1 to SEV5"],
    ['lead', 'group:default/x', 'expected a person such as'],
    ['lead', 'a b', 'expected a person such as'],
    ['runbook', 'data:text/html,x', 'expected a path in TechDocs'],
    ['runbook', 'two words', 'expected a path in TechDocs'],
    ['bridge', 'room 7', 'expected an address'],
    ['chat-channel', 'two words', 'expected a channel'],
    ['postmortem', 'yes', 'expected required, optional or none'],
    ['escalation-policy', 'x'.repeat(201), 'expected the name or id'],
    ['severity-flor', 'SEV2', 'did you mean incidents/severity-floor?'],
    ['colour', 'red', 'known are incidents/escalation-policy, '],
  ])('bad input: %s of %p is a fault', (name, value, fault) => {
    expect(
      faultsOfAnnotations('Group', { [`incidents/${name}`]: value }),
    ).toEqual([expect.stringContaining(fault)]);
  });

  it('are told of where nobody reads them', () => {
    const lead = { 'incidents/lead': 'user:default/ana' };
    expect(faultsOfAnnotations('group', lead)).toEqual([]);
    expect(faultsOfAnnotations('Component', lead)).toEqual([
      expect.stringContaining('on groups only'),
    ]);
  });
});
