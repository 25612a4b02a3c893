import { show } from '@plinth/errors';
import { formatPath } from './path';

/** One place where an object is not what its kind allows. Each part is a phrase, as in a `Problem`. */
export interface SchemaViolation {
  /** `spec.template.spec.containers[0].imagePullPolicy` */
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Says of one value what is wrong with it. */
export type Judge = (value: unknown, walk: Walk) => void;

/** The way through one object: where we are, and what was found wrong so far. */
export class Walk {
  readonly violations: SchemaViolation[] = [];
  readonly #path: (string | number)[] = [];
  readonly #confidential: boolean;

  /** @param confidential values are not shown: what a Secret holds stays out of messages. */
  constructor(confidential = false) {
    this.#confidential = confidential;
  }

  /** Judges what stands at a key of the value that is being judged. */
  enter(key: string | number, value: unknown, judge: Judge): void {
    this.#path.push(key);
    judge(value, this);
    this.#path.pop();
  }

  /** The key at which we are. */
  get key(): string {
    return String(this.#path.at(-1) ?? '');
  }

  report(found: string, allowed: string, fix: string): void {
    this.violations.push({ path: formatPath(this.#path), found, allowed, fix });
  }

  /** A value as a message may show it. */
  show(value: unknown): string {
    return this.#confidential ? `a ${typeof value} (not shown)` : show(value);
  }

  /** What a judge finds at this very place, without reporting it. */
  attempt(value: unknown, judge: Judge): readonly SchemaViolation[] {
    const trial = new Walk(this.#confidential);
    trial.#path.push(...this.#path);
    judge(value, trial);
    return trial.violations;
  }

  /** Reports what an attempt has found. */
  adopt(violations: readonly SchemaViolation[]): void {
    this.violations.push(...violations);
  }
}
