import { CORE_SCHEMA, loadAll, YAML11_SCHEMA } from 'js-yaml';
import { parseAllDocuments } from 'yaml';

/** Reads every document of a stream; throws where the stream is not YAML. */
export type Reader = (text: string) => unknown[];

/** The parsers of this platform, in both versions of YAML. PyYAML is asked by `pyyaml.sh`. */
export const READERS: Readonly<Record<string, Reader>> = {
  'js-yaml as YAML 1.2': (text) => loadAll(text, { schema: CORE_SCHEMA }),
  'js-yaml as YAML 1.1': (text) => loadAll(text, { schema: YAML11_SCHEMA }),
  'yaml as YAML 1.2': (text) => readWithYaml(text, '1.2'),
  'yaml as YAML 1.1': (text) => readWithYaml(text, '1.1'),
};

function readWithYaml(text: string, version: '1.1' | '1.2'): unknown[] {
  return Array.from(parseAllDocuments(text, { version, prettyErrors: false }), (document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS() as unknown;
  });
}
