export type { Transform } from './component';
