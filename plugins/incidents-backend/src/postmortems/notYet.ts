import {
  DocumentReader,
  Drafter,
  FactorReader,
  PostmortemFollower,
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

export const noFollower: PostmortemFollower = { published: async () => {} };
