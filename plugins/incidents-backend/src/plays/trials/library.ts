/** A ready play to begin with. */
export interface LibraryPlay {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** YAML, with the groups of the demo where it needs some. */
  readonly source: string;
}

/** Plays that answer what most teams automate first. */
export const library: readonly LibraryPlay[] = [
  {
    id: 'sev1-response',
    title: 'SEV1: executives and a second responder',
    description:
      'Tells executives at once, pages a second responder (the lead, or another of the team), and everybody when nobody has answered for ten minutes.',
    source: `name: SEV1 response
description: Executives hear of a SEV1 from us, and nobody is alone with it.
ownerRef: group:default/incident-commanders
on:
  - event: incident.triggered
  - event: incident.severity-changed
when: incident.severity == "SEV1"
inputs:
  - name: executives
    label: Who is told
    type: group
    default: group:default/leadership
steps:
  - id: executives
    title: Tell executives
    action: people.tell
    with:
      people: ['{{ inputs.executives }}']
      subject: '{{ incident.name }}: {{ incident.title }}'
      text: |
        {{ entity.name }} has a {{ incident.severity }} since {{ incident.openedAt | date: "%H:%M" }} UTC.
        {{ owner.name }} is on it: {{ incident.assigned | default: "nobody yet" }}.
        Follow it at {{ incident.url }}
    onFailure: continue
  - id: second
    title: A second responder
    choose:
      - when: owner.lead.ref != "" && !incident.assigned.exists(p, p.ref == owner.lead.ref)
        steps:
          - id: lead
            title: Page the lead of the team, too
            action: page.owner
            with: { who: lead }
            onFailure: continue
    otherwise:
      - id: another
        title: Page another of the team, too
        when: owner.members.exists(m, !incident.assigned.exists(p, p.ref == m.ref))
        action: page.people
        with:
          people:
            cel: '[owner.members.filter(m, !incident.assigned.exists(p, p.ref == m.ref))[0].ref]'
        onFailure: continue
  - id: patience
    title: Ten minutes for an answer
    wait:
      minutes: 10
      onlyIf: incident.status == "triggered"
  - id: everybody
    title: Page everybody in the team
    action: page.owner
    with: { who: everybody }
`,
  },
  {
    id: 'security',
    title: 'Security: legal is told, and decides what must be reported',
    description:
      'When an incident looks like one of security, tells legal and asks whether authorities must be told.',
    source: `name: Security incident
description: Legal knows early, and says whether it must be reported.
ownerRef: group:default/incident-commanders
on:
  - event: incident.changed
when: |-
  incident.title.matches("(?i)(security|breach|leak|credential|phish)") || "security" in entity.tags
inputs:
  - name: legal
    label: Legal
    type: group
    default: group:default/leadership
steps:
  - id: tell
    title: Tell legal
    action: people.tell
    with:
      people: ['{{ inputs.legal }}']
      subject: '{{ incident.name }} may be a security incident'
      text: '{{ incident.title }}: {{ incident.url }}'
  - id: join
    action: incident.add-responder
    with:
      people: ['{{ inputs.legal }}']
  - id: report
    title: Must it be reported?
    evenIfResolved: true
    approve:
      by: ['{{ inputs.legal }}']
      question: Must {{ incident.name }} be reported to the authorities?
      withinMinutes: 1440
      otherwise:
        - id: not_reported
          action: incident.note
          evenIfResolved: true
          with:
            text: 'Legal did not ask for a report. {{ steps.report.output.note }}'
        - id: no_report
          evenIfResolved: true
          stop: { because: Nothing has to be reported }
  - id: do_report
    title: Report it
    evenIfResolved: true
    tickOff:
      by: ['{{ inputs.legal }}']
      text: Report {{ incident.name }} to the authorities
      withinMinutes: 4320
`,
  },
  {
    id: 'deploy-caused',
    title: 'After a deployment: ask for a roll-back',
    description:
      'When something was changed in the hour before, says so on the incident and asks the team whether to roll back.',
    source: `name: Roll-back after a deployment
description: The newest change is the first suspect.
ownerRef: group:default/incident-commanders
on:
  - event: incident.triggered
when: change.minutesAgo < 60 && incident.severity in ["SEV1", "SEV2"]
steps:
  - id: suspect
    title: Say what was changed
    action: incident.note
    with:
      text: 'Changed {{ change.minutesAgo }} minutes ago: {{ change.summary }} {{ change.url }}'
  - id: ask
    title: Roll back?
    approve:
      by: ['{{ entity.owner }}']
      question: 'Roll back “{{ change.summary }}”?'
      withinMinutes: 30
      otherwise:
        - id: left
          stop: { because: Nobody asked for a roll-back }
  - id: roll_back
    title: Roll back
    tickOff:
      by: ['{{ entity.owner }}']
      text: 'Roll back “{{ change.summary }}”, and tick this off when it is done'
      withinMinutes: 60
  - id: moment
    action: incident.key-moment
    with:
      text: 'Rolled back: {{ change.summary }}'
`,
  },
  {
    id: 'unanswered',
    title: 'Unanswered: page the manager',
    description:
      'When nobody has acknowledged for a quarter of an hour, pages the lead of the group above the team.',
    source: `name: Unanswered page
description: Silence is heard by somebody.
ownerRef: group:default/incident-commanders
on:
  - event: page.unanswered
    afterMinutes: 15
  - event: incident.unanswered
when: incident.status == "triggered" && incident.urgency == "high"
steps:
  - id: manager
    title: Page the manager, or else the lead
    choose:
      - when: owner.manager.ref != ""
        steps:
          - id: page_manager
            action: page.people
            with:
              people: ['{{ owner.manager.ref }}']
              urgency: high
      - when: owner.lead.ref != ""
        steps:
          - id: page_lead
            action: page.people
            with:
              people: ['{{ owner.lead.ref }}']
              urgency: high
    otherwise:
      - id: escalate
        action: incident.escalate
  - id: note
    action: incident.note
    with:
      text: >-
        Nobody had answered for {{ incident.minutesOpen }} minutes, so it went on to {{ owner.manager.name | default: owner.lead.name | default: "the next step" }}
`,
  },
  {
    id: 'customers-affected',
    title: 'Customers affected: support knows, and keeps knowing',
    description:
      'When customers are affected, tells support, and again every half hour until it is being watched.',
    source: `name: Customers affected
description: Support hears it from us before customers ask.
ownerRef: group:default/incident-commanders
on:
  - event: incident.changed
when: incident.customerImpact == "yes"
inputs:
  - name: support
    label: Support
    type: group
    default: group:default/customer-care
steps:
  - id: tell
    title: Tell support
    action: people.tell
    with:
      people: ['{{ inputs.support }}']
      subject: 'Customers are affected: {{ incident.title }}'
      text: |
        {{ entity.name }}, {{ incident.severity }}, since {{ incident.openedAt | date: "%H:%M" }} UTC.
        {{ incident.url }}
  - id: patience
    wait: { minutes: 30 }
  - id: updates
    title: How it stands, every half hour
    repeat:
      everyMinutes: 30
      until: incident.phase in ["monitoring", "resolved"] || incident.customerImpact != "yes"
      times: 48
      steps:
        - id: update
          action: people.tell
          with:
            people: ['{{ inputs.support }}']
            subject: '{{ incident.name }} after {{ incident.minutesOpen }} minutes: {{ incident.phase }}'
            text: '{{ incident.title }}: {{ incident.url }}'
`,
  },
];
