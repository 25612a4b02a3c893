import type { Alias } from '@pulumi/pulumi/proto/alias_pb';
import { type StackIdentity, urnOf } from './urn';

/** The URN under which a resource was known before. */
export function aliasUrn(
  alias: Alias,
  resource: { readonly type: string; readonly name: string; readonly parent: string },
  identity: StackIdentity,
): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parent = spec.getNoparent() ? '' : orElse(spec.getParenturn(), resource.parent);
  const was = {
    ...identity,
    stack: orElse(spec.getStack(), identity.stack),
    project: orElse(spec.getProject(), identity.project),
  };
  return urnOf(was, orElse(spec.getType(), resource.type), orElse(spec.getName(), resource.name), parent);
}

/** The protocol has no "not set" for text. */
function orElse(text: string, otherwise: string): string {
  return text === '' ? otherwise : text;
}
