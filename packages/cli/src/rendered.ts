import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneOf } from '@plinth/errors';
import type { ResolvedEnvironment } from '@plinth/model';
import {
  allRules,
  exceptionFindings,
  type Finding,
  isJsonObject,
  type RegisteredException,
  type RenderedObject,
  RuleRun,
  unknownRuleFindings,
  withoutExceptions,
} from '@plinth/rules';
import {
  CERTIFICATE_INVENTORY,
  entriesBeside,
  inspectOutput,
  type OutputState,
  type SectionState,
} from '@plinth/synth';
import { loadAll } from 'js-yaml';

/** What is judged, and on which day. */
export interface RenderedTree {
  readonly out: string;
  /** Those that are judged. */
  readonly environments: readonly ResolvedEnvironment[];
  /** Every environment that is declared. */
  readonly declared: readonly string[];
  /** The exceptions that are declared, with their places. */
  readonly register: readonly RegisteredException[];
  /** The day on which exceptions must still hold. */
  readonly today: string;
}

/** Everything that is wrong with a rendered tree. */
export function checkRendered({ out, environments, declared, register, today }: RenderedTree): Finding[] {
  const state = inspectOutput(out);
  const inObjects: Finding[] = [];
  const ofEnvironments = environments.flatMap(({ name }) => {
    const section = state.sections.find((candidate) => candidate.name === name);
    const { unread, findings } = judgeObjects(out, name, section?.files ?? []);
    inObjects.push(...findings);
    return [...treeFindings(name, section, state), ...unread, ...withoutExceptions(findings, register)];
  });
  const everywhere = environments.length === declared.length;
  return [
    ...ofEnvironments,
    ...besideFindings(out, state, declared),
    ...unknownRuleFindings(register, allRules),
    ...exceptionFindings(inObjects, register, { today, isJudged, everywhere }),
  ];
}

function isJudged(rule: string): boolean {
  return allRules.some(({ id }) => id === rule);
}

/** No run removes what lies beside its sections: whoever removed the environment, or put a file there, knows why. */
function besideFindings(out: string, { sections }: OutputState, declared: readonly string[]): Finding[] {
  const rendered = sections.filter(({ listed }) => listed).map(({ name }) => name);
  return entriesBeside(out, declared).map((name) =>
    rendered.includes(name)
      ? treeFinding(
          name,
          'what was rendered for an environment that is not declared',
          oneOf(declared),
          'delete the folder, or declare the environment again',
        )
      : treeFinding(
          name,
          'what is of no environment',
          `what plinth synth has written for ${oneOf(declared)}`,
          'move it out of the tree',
        ),
  );
}

/** Every object that is rendered for an environment, with its file. */
export function* renderedObjects(out: string, environment: string): Generator<RenderedObject> {
  const files = inspectOutput(out).sections.find(({ name }) => name === environment)?.files ?? [];
  for (const path of manifestsAmong(files)) {
    const file = `${environment}/${path}`;
    for (const object of readObjects(join(out, file))) if (isJsonObject(object)) yield { object, file };
  }
}

/** What is rendered beside the manifests of an environment is a report about them, and no object. */
function manifestsAmong(files: readonly string[]): readonly string[] {
  return files.filter((path) => path !== CERTIFICATE_INVENTORY);
}

interface Judged {
  /** Documents that no rule can read. */
  readonly unread: readonly Finding[];
  /** What the rules find, excepted or not. */
  readonly findings: readonly Finding[];
}

function judgeObjects(out: string, environment: string, files: readonly string[]): Judged {
  const run = new RuleRun(allRules);
  const unread: Finding[] = [];
  for (const path of manifestsAmong(files)) {
    const file = `${environment}/${path}`;
    for (const object of readObjects(join(out, file))) {
      if (isJsonObject(object)) run.add({ object, file });
      else
        unread.push(
          treeFinding(file, 'a document that is no object', 'Kubernetes objects', 'run plinth synth'),
        );
    }
  }
  return { unread, findings: run.finish() };
}

/** A file that no reader understands counts as one document that is no object. */
function readObjects(file: string): unknown[] {
  try {
    return loadAll(readFileSync(file, 'utf8'));
  } catch {
    return [undefined];
  }
}

function treeFindings(name: string, section: SectionState | undefined, { pending }: OutputState): Finding[] {
  if (pending)
    return [
      treeFinding(
        name,
        'a run that was stopped half-way',
        'a tree that is wholly old or wholly new',
        'run plinth synth: it finishes the step first',
      ),
    ];
  if (section === undefined)
    return [treeFinding(name, 'nothing rendered', 'a folder of manifests', 'run plinth synth')];
  const describe = (paths: readonly string[], found: string, fix: string) =>
    paths.map((path) =>
      treeFinding(`${name}/${path}`, found, 'what plinth synth has written, and nothing else', fix),
    );
  return [
    ...describe(
      section.edited,
      'a file that was edited by hand',
      'change the declaration and run plinth synth',
    ),
    ...describe(section.foreign, 'a file that is not rendered', 'move it out of the tree'),
    ...describe(section.missing, 'a rendered file that is gone', 'run plinth synth'),
    ...describe(section.irregular, 'something that is no plain file', 'remove it'),
  ];
}

function treeFinding(file: string, found: string, allowed: string, fix: string): Finding {
  return { rule: 'rendered-tree', object: 'the tree', file, found, allowed, fix };
}
