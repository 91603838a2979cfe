import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { useLayout } from './styles';

const useStyles = makeStyles(theme => ({
  group: {
    margin: 0,
    padding: theme.spacing(1, 1.5, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  legend: { padding: theme.spacing(0, 0.5), fontWeight: 700 },
}));

/** Fields that belong together, under one heading. */
export const FieldGroup = (props: { legend: string; children: ReactNode }) => {
  const { group, legend } = useStyles();
  const { stack } = useLayout();
  return (
    <fieldset className={`${group} ${stack}`}>
      <legend className={legend}>{props.legend}</legend>
      {props.children}
    </fieldset>
  );
};
