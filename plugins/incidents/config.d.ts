export interface Config {
  incidents?: {
    /**
     * Whether this is the demo, which keeps mails in a mailbox.
     *
     * @visibility frontend
     */
    demo?: boolean;
  };
}
