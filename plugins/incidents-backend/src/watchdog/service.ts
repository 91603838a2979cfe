/** What the portal asks of the watchdog. */
export interface WatchdogReport {
  /** The newest check of any replica; undefined before the first. */
  lastCheck(): Promise<
    | {
        readonly at: Date;
        readonly incidents: number;
        readonly repaired: number;
      }
    | undefined
  >;
  /** How much was repaired within the last hour. */
  repairedLately(): Promise<number>;
}
