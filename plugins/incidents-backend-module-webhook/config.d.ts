export interface Config {
  incidents?: {
    /** Pages to addresses of one's own, as signed JSON over HTTPS. Without it nobody can add one. */
    webhook?: {
      /**
       * From which every address gets a secret of its own, at least 16 characters. Changing it changes
       * all of those.
       *
       * @visibility secret
       */
      secret: string;
      /**
       * Hosts inside your network that may be called, also without TLS: names, addresses, or ranges such
       * as `10.1.0.0/16`. Default none: addresses must lead out of it.
       */
      allow?: string[];
    };
  };
}
