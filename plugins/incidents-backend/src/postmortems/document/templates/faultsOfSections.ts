import { TemplateSection } from '@muster/backstage-plugin-incidents-common';
import { faultsOfBody } from './fill';

/** What is wrong with the sections of a template, all at once. */
export function faultsOfSections(
  sections: readonly TemplateSection[],
): string[] {
  const keys = sections.map(({ key }) => key);
  return sections.flatMap(({ key, body }, index) => [
    ...(keys.indexOf(key) < index
      ? [
          `body.sections.${index}.key is ${key}, which section ${keys.indexOf(key)} has already; choose another`,
        ]
      : []),
    ...faultsOfBody(body).map(fault => `body.sections.${index}.body ${fault}`),
  ]);
}
