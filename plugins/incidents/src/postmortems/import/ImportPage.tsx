import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import { Answer, CommandError, Panel, useLayout } from '../../kit';
import { postmortemRouteRef } from '../../routes';
import { usePostmortemsText } from '../../translation';
import { PostmortemsNav } from '../browse/PostmortemsNav';
import { Chooser } from './Chooser';
import { added, ImportFile, Taken } from './files';
import { Item } from './Item';

/** Takes in Markdown postmortems: choose, see what becomes of each, take in. */
export const ImportPage = () => {
  const t = usePostmortemsText();
  const { stack } = useLayout();
  const [taken, setTaken] = useState<Taken>(nothing);
  const [done, setDone] = useState<readonly Postmortem[]>();
  return (
    <>
      <PostmortemsNav />
      <Panel title={t('import.title')}>
        {done ? (
          <Done
            postmortems={done}
            onAgain={() => {
              setTaken(nothing);
              setDone(undefined);
            }}
          />
        ) : (
          <div className={stack}>
            <div>{t('import.explained')}</div>
            <Chooser onChosen={files => setTaken(added(taken.files, files))} />
            <LeftOut taken={taken} />
            {taken.files.length > 0 && (
              <Preview
                files={taken.files}
                onFiles={files => setTaken({ ...nothing, files })}
                onDone={setDone}
              />
            )}
          </div>
        )}
      </Panel>
    </>
  );
};

const nothing: Taken = { files: [], tooBig: [], tooMany: false };

const LeftOut = ({ taken }: { taken: Taken }) => {
  const t = usePostmortemsText();
  const { warn } = useLayout();
  if (taken.tooBig.length === 0 && !taken.tooMany) return null;
  return (
    <div className={warn} role="status">
      {taken.tooBig.map(file => (
        <div key={file}>{t('import.tooBig', { file })}</div>
      ))}
      {taken.tooMany && t('import.tooMany')}
    </div>
  );
};

const Preview = (props: {
  files: readonly ImportFile[];
  onFiles: (files: readonly ImportFile[]) => void;
  onDone: (postmortems: readonly Postmortem[]) => void;
}) => {
  const { files, onFiles, onDone } = props;
  const t = usePostmortemsText();
  const { stack, row, wrap, small, mute } = useLayout();
  const body = { files: [...files] };
  const state = useEndpoint(
    endpoints.postmortems.previewImport,
    { body },
    // What becomes of files changes with the files only.
    { keep: true, every: 600 },
  );
  const take = useCommand(endpoints.postmortems.import, ({ items }) =>
    t('import.done', { count: items.length }),
  );
  const ready =
    state.value?.items.length === files.length &&
    state.value.items.every(({ faults }) => faults.length === 0);
  return (
    <Answer state={state} lines={files.length}>
      {({ items }) => (
        <div className={stack}>
          <b>{t('import.preview')}</b>
          {items.map(item => (
            <Item
              key={item.file}
              item={item}
              onChange={change =>
                onFiles(
                  files.map(file =>
                    file.name === item.file ? { ...file, ...change } : file,
                  ),
                )
              }
              onRemove={() =>
                onFiles(files.filter(({ name }) => name !== item.file))
              }
            />
          ))}
          <div className={`${row} ${wrap}`}>
            <Button
              variant="contained"
              color="primary"
              disabled={!ready || take.pending}
              onClick={async () => {
                const answer = await take.run({ body });
                if (answer) onDone(answer.items);
              }}
            >
              {t('import.submit', { count: files.length })}
            </Button>
            <span className={`${small} ${mute}`}>
              {ready ? t('import.published') : t('import.mendFirst')}
            </span>
          </div>
          <CommandError error={take.error} />
        </div>
      )}
    </Answer>
  );
};

const Done = (props: {
  postmortems: readonly Postmortem[];
  onAgain: () => void;
}) => {
  const t = usePostmortemsText();
  const { stack, titleLink, plain, ok } = useLayout();
  const toPostmortem = useRouteRef(postmortemRouteRef);
  return (
    <div className={stack}>
      <b className={ok} role="status">
        <span aria-hidden>✔ </span>
        {t('import.done', { count: props.postmortems.length })}
      </b>
      <ul className={plain}>
        {props.postmortems.map(({ id, name, title }) => (
          <li key={id}>
            <Link className={titleLink} to={toPostmortem({ name })}>
              {name} {title}
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" variant="outlined" onClick={props.onAgain}>
          {t('import.another')}
        </Button>
      </div>
    </div>
  );
};
