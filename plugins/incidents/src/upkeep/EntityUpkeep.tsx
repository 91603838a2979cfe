import { useLayout } from '../kit';
import { HeartbeatsPanel } from './HeartbeatsPanel';
import { MaintenancePanel } from './MaintenancePanel';
import { QuietIncidentsPanel } from './QuietIncidentsPanel';

/** What keeps incidents of an entity from opening, paging or staying open for nothing. */
export const EntityUpkeep = ({ entityRef }: { entityRef: string }) => (
  <div className={useLayout().stack}>
    <MaintenancePanel entityRef={entityRef} />
    <HeartbeatsPanel entityRef={entityRef} />
    <QuietIncidentsPanel entityRef={entityRef} />
  </div>
);
