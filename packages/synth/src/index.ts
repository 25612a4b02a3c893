export {
  CERTIFICATE_INVENTORY,
  CertificateInventory,
  type CertificateInventoryFile,
  emptyInventory,
  type InventoriedCertificate,
} from './certificate-inventory';
export { inFileOrder } from './object-order';
export {
  entriesBeside,
  inspectOutput,
  Lock,
  type LockOptions,
  type OutputFile,
  type OutputOptions,
  type OutputReport,
  type OutputState,
  OutputTransaction,
  type SectionState,
} from './output';
export type { Rename } from './renames';
export { type RenderedFile, renderStack } from './render';
export { defineStack, type Stack, type StackBuilder } from './stack';
export { type SynthesisReport, type SynthesizeOptions, synthesize } from './synthesize';
export { emitYaml } from './yaml';
