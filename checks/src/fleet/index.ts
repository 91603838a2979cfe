export { Fleet, type FleetOptions } from './Fleet';
export { MailServer, type MailWeather, type ReceivedMail } from './MailServer';
export { Monitor, type AcceptedEvent } from './Monitor';
export {
  administrator,
  PortalApi,
  type EventAnswer,
  type MonitorEvent,
} from './PortalApi';
export { checksToken, Replica, type ReplicaOptions } from './Replica';
