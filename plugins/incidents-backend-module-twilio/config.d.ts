export interface Config {
  incidents?: {
    /** Pages people by SMS and phone call through Twilio. Without it nobody is. */
    twilio?: {
      /** `AC…`, from the console. */
      accountSid: string;
      /**
       * Of that account. It signs what Twilio sends to the portal, too.
       *
       * @visibility secret
       */
      authToken: string;
      /** The number that text messages come from: `+15550100`. */
      from: string;
      /** The number that calls come from. Default `from`. */
      voiceFrom?: string;
      /** Messages a minute that the number carries; more wait, high urgency first. Default: none is held back. */
      messagesPerMinute?: number;
      /** Calls a minute. Default: none is held back. */
      callsPerMinute?: number;
      /** Where Twilio's API is, for another region or a proxy. Default `https://api.twilio.com`. */
      apiUrl?: string;
      /** A second account, which is asked when the first does not take a message. */
      standby?: {
        accountSid: string;
        /** @visibility secret */
        authToken: string;
        from: string;
        voiceFrom?: string;
        apiUrl?: string;
      };
    };
  };
}
