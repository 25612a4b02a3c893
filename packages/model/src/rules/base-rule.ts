import type { Base } from '../declare';
import type { ParsedBase } from '../parsed';
import type { Report } from '../report';

/** What a rule over the base sees. */
export interface BaseContext {
  readonly base: Base;
  readonly parsed: ParsedBase;
  readonly report: Report;
}

/** One statement about the base that must be true; it reports every place where it is not. */
export type BaseRule = (context: BaseContext) => void;
