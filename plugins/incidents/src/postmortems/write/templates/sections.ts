import { TemplateSection } from '@muster/backstage-plugin-incidents-common';

/**
 * A key for a section, from its title: `What went well` becomes `what-went-well`; a number is put behind it when there
 * is one already.
 */
export function keyFor(title: string, taken: readonly string[]): string {
  const plain =
    title
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 36) || 'section';
  let key = plain;
  for (let number = 2; taken.includes(key); number += 1) {
    key = `${plain}-${number}`;
  }
  return key;
}

/** Keys follow from titles until they are saved; those that are saved stay, for texts are kept under them. */
export const withKeys = (
  sections: readonly TemplateSection[],
): TemplateSection[] => {
  const taken: string[] = sections.map(({ key }) => key).filter(Boolean);
  return sections.map(section => {
    if (section.key) return section;
    const key = keyFor(section.title, taken);
    taken.push(key);
    return { ...section, key };
  });
};
