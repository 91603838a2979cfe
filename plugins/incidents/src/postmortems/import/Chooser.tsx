import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import { useRef, useState } from 'react';
import { More, useLayout } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { ImportFile } from './files';

const useStyles = makeStyles(theme => ({
  drop: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(4, 2),
    border: `2px dashed ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  over: {
    borderColor: theme.palette.primary.main,
    background: theme.palette.action.hover,
  },
}));

/** Files from the disk, by a button or dropped, or one that is pasted. */
export const Chooser = (props: {
  onChosen: (files: readonly ImportFile[]) => void;
}) => {
  const t = usePostmortemsText();
  const { drop, over } = useStyles();
  const { mute } = useLayout();
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = async (list: FileList | null) => {
    const files = await Promise.all(
      [...(list ?? [])].map(async file => ({
        name: file.name,
        text: await file.text(),
      })),
    );
    if (files.length > 0) props.onChosen(files);
  };
  return (
    <>
      <div
        className={`${drop} ${isOver ? over : ''}`}
        onDragOver={event => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={event => {
          event.preventDefault();
          setIsOver(false);
          void take(event.dataTransfer.files);
        }}
      >
        <input
          ref={input}
          type="file"
          accept=".md,.markdown,.txt,text/markdown"
          multiple
          hidden
          aria-label={t('import.choose')}
          data-testid="incidents-import-files"
          onChange={event => {
            void take(event.target.files);
            // The same file may be chosen again after it was mended.
            event.target.value = '';
          }}
        />
        <Button
          variant="contained"
          color="primary"
          onClick={() => input.current?.click()}
        >
          {t('import.choose')}
        </Button>
        <span className={mute}>{t('import.drop')}</span>
      </div>
      <More label={t('import.paste')}>
        <Paste onPasted={file => props.onChosen([file])} />
      </More>
    </>
  );
};

const Paste = (props: { onPasted: (file: ImportFile) => void }) => {
  const t = usePostmortemsText();
  const { stack } = useLayout();
  const [name, setName] = useState('postmortem.md');
  const [text, setText] = useState('');
  return (
    <div className={stack}>
      <TextField
        id="import-name"
        label={t('import.pasteName')}
        value={name}
        onChange={event => setName(event.target.value)}
        inputProps={{ maxLength: 300 }}
      />
      <TextField
        id="import-text"
        label={t('import.pasteText')}
        value={text}
        onChange={event => setText(event.target.value)}
        variant="outlined"
        multiline
        minRows={6}
        maxRows={20}
        fullWidth
      />
      <div>
        <Button
          size="small"
          variant="outlined"
          disabled={text.trim() === '' || name.trim() === ''}
          onClick={() => {
            props.onPasted({ name: name.trim(), text });
            setText('');
          }}
        >
          {t('import.add')}
        </Button>
      </div>
    </div>
  );
};
