import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  CoverageLine,
  endpoints,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { incidentsApiRef } from '../api';
import { useRows } from '../data';
import {
  Answer,
  durationText,
  EmptyState,
  EntityPicker,
  MoreRows,
  Panel,
  useLayout,
} from '../kit';
import { ownZone, spanWords } from '../oncall/times';
import { useEscalationText } from '../translation';

const rowsAtFirst = 10;

/** The coverage proof of every service with an owner, the worst first. */
export const CoverageReport = () => {
  const t = useEscalationText();
  const { stack, ok, bad, strong } = useLayout();
  const client = useApi(incidentsApiRef);
  const [ownerRef, setOwnerRef] = useState('');
  const filter = ownerRef ? { ownerRef } : {};
  const { state, showMore } = useRows(
    [endpoints.escalation.coverageReport.id, filter],
    page =>
      client.call(endpoints.escalation.coverageReport, {
        query: { ...filter, ...page },
      }),
    rowsAtFirst,
    { every: 300 },
  );
  return (
    <Panel title={t('report.title')}>
      <div className={stack}>
        <EntityPicker
          id="report-owner"
          label={t('report.owner')}
          kinds={['Group']}
          value={ownerRef}
          onChange={setOwnerRef}
        />
        <Answer state={state}>
          {({ items, more, first: { entities, uncovered } }) =>
            items.length === 0 ? (
              <EmptyState title={t('report.none')} />
            ) : (
              <>
                <span className={`${strong} ${uncovered ? bad : ok}`}>
                  {uncovered
                    ? `⚠ ${t('report.uncovered', {
                        count: uncovered,
                        entities: String(entities),
                      })}`
                    : `✔ ${t('report.all', { entities: String(entities) })}`}
                </span>
                {items.map(line => (
                  <Line key={line.entity.ref} line={line} />
                ))}
                <MoreRows more={more} onMore={showMore} />
              </>
            )
          }
        </Answer>
      </div>
    </Panel>
  );
};

const Line = ({ line }: { line: CoverageLine }) => {
  const { entity, owner, policy, covered, uncoveredMinutes, firstHole } = line;
  const t = useEscalationText();
  const { row, wrap, top, grow, small, mute, ok, bad, titleLink } = useLayout();
  const toEntity = useRouteRef(entityRouteRef);
  return (
    <div className={`${row} ${wrap} ${top}`} style={{ columnGap: 24 }}>
      <div className={grow} style={{ flexBasis: 200 }}>
        <Link
          className={titleLink}
          to={`${toEntity(parseEntityRef(entity.ref))}/escalation`}
        >
          {entity.name}
        </Link>
        <div className={`${small} ${mute}`}>
          {[owner?.name, policy.name].filter(Boolean).join(' · ')}
        </div>
      </div>
      <div className={grow} style={{ flexBasis: 260, flexGrow: 2 }}>
        {covered ? (
          <span className={ok}>✔ {t('report.covered')}</span>
        ) : (
          <b className={bad}>
            ⚠{' '}
            {t('report.nobody', {
              duration: durationText(uncoveredMinutes * 60_000),
            })}
          </b>
        )}
        {firstHole && (
          <div className={`${small} ${mute}`}>
            {t('report.first', {
              span: spanWords(firstHole.start, firstHole.end, ownZone()),
              reason: firstHole.reason,
            })}
          </div>
        )}
      </div>
    </div>
  );
};
