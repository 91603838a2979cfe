import { TemplateSection } from '@muster/backstage-plugin-incidents-common';

/** The id of the template that comes with Muster; no stored one has it. */
export const builtInId = 'built-in';

/** With what a postmortem begins where nobody has made a template. */
export const builtInTemplate: {
  readonly id: string;
  readonly name: string;
  readonly sections: readonly TemplateSection[];
} = {
  id: builtInId,
  name: 'Standard',
  sections: [
    {
      key: 'summary',
      title: 'Summary',
      help: 'Four sentences for somebody who was not there: what broke, who noticed it and how, what ended it, how long it took. Write it last if it will not come now.',
      kind: 'text',
      required: true,
      body: '',
    },
    {
      key: 'impact',
      title: 'Impact',
      help: 'Who felt it, and how? The measured figures stand here already; add what only people know: customers affected, requests lost, reports received, money. “We do not know, because …” is an answer, and often a follow-up.',
      kind: 'impact',
      required: true,
      body: '',
    },
    {
      key: 'timeline',
      title: 'Timeline',
      help: 'It is drawn already. Star what a newcomer needs to follow the story, hide the noise, and check the key moments: the durations follow from them. Say here what the entries cannot.',
      kind: 'timeline',
      required: false,
      body: '',
    },
    {
      key: 'factors',
      title: 'Contributing factors',
      help: 'Ask “why was that possible?” of each answer until an answer is something you can change. Several branches are normal. Where an answer is a person’s act, go on: what made it the sensible thing to do at that moment?',
      kind: 'factors',
      required: true,
      body: '',
    },
    {
      key: 'went-well',
      title: 'What went well',
      help: 'What shortened it or kept it small? An alert that was right, a runbook that worked, somebody who spoke up. Keep doing these.',
      kind: 'text',
      required: false,
      body: '',
    },
    {
      key: 'lucky',
      title: 'Where we got lucky',
      help: 'What made it less bad and will not be there next time: the hour, a colleague who happened to look, a cache that was warm. Luck is a risk that nobody owns yet.',
      kind: 'text',
      required: false,
      body: '',
    },
    {
      key: 'questions',
      title: 'Questions for the meeting',
      help: 'What is still unclear, or where do people remember it differently? Do not settle it alone; write the question down.',
      kind: 'text',
      required: false,
      body: '',
    },
    {
      key: 'follow-ups',
      title: 'Follow-ups',
      help: 'Few, and each with one owner and a date. Prefer what makes the whole kind of failure impossible or visible to what fixes this one case. Say how you will know that it helped.',
      kind: 'follow-ups',
      required: false,
      body: '',
    },
  ],
};
