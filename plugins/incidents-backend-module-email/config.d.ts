export interface Config {
  incidents?: {
    /** Pages people by email. Without it nobody is paged by email. */
    email?: {
      /** The sender of pages: `Muster <muster@example.com>` or a bare address. */
      from: string;
      /** The SMTP server: either `url`, or `host` and what goes with it. */
      smtp: {
        /**
         * Everything in one: `smtps://user:password@smtp.example.com:465`.
         *
         * @visibility secret
         */
        url?: string;
        /** Name or address of the server. */
        host?: string;
        /** Default 465 with `secure`, else 587. */
        port?: number;
        /**
         * TLS from the first byte. Default: only on port 465; elsewhere the connection turns to TLS
         * when the server offers STARTTLS.
         */
        secure?: boolean;
        /** Leave out for a server that asks for no login. */
        user?: string;
        /** @visibility secret */
        password?: string;
      };
    };
  };
}
