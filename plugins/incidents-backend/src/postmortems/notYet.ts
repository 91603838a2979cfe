import {
  DocumentReader,
  Drafter,
  FactorReader,
  FollowUpReader,
  PostmortemFollower,
  PostmortemIndex,
} from './ports';

// Stands for parts of the room that do not exist yet; each goes when its part comes, and the file with the last of them.

export const noDrafter: Drafter = {
  plan: async incident => ({
    template: { id: 'standard', name: 'Standard' },
    participants: [...incident.assigned, ...incident.responders],
    occurredAt: incident.openedAt,
    apply: async () => {},
  }),
  write: async () => {},
};

export const noDocument: DocumentReader = {
  sections: async () => [],
  entries: async () => [],
  moments: async () => ({}),
  measured: async () => [],
  density: async () => null,
  images: async () => [],
};

export const noFactors: FactorReader = {
  tree: async () => [],
  namesOf: async () => new Map(),
  add: async () => {},
};

export const noFollowUps: FollowUpReader = {
  of: async () => [],
  countsOf: async () => new Map(),
  openOf: async () => ({ items: [], count: 0 }),
  add: async () => {},
};

export const noIndex: PostmortemIndex = { changed: async () => {} };

export const noFollower: PostmortemFollower = { published: async () => {} };
