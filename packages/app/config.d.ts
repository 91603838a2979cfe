export interface Config {
  app?: {
    /** People of the demo whom you can sign in as; used only while `incidents.demo` is true. */
    demoPeople?: Array<{
      /**
       * Full ref of a user of the catalog.
       * @visibility frontend
       */
      ref: string;
      /** @visibility frontend */
      name: string;
      /**
       * What this person is for in the demo.
       * @visibility frontend
       */
      part: string;
    }>;
  };
  incidents?: {
    /** @visibility frontend */
    demo?: boolean;
  };
}
