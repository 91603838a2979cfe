export { Fleet, type FleetOptions } from './Fleet';
export { PortalApi, type EventAnswer, type MonitorEvent } from './PortalApi';
export { Replica, type ReplicaOptions } from './Replica';
