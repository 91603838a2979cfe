export { FactorTree } from './FactorTree';
export { treeOf } from './treeOf';
export type { Why } from './treeOf';
