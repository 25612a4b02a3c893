import { parseSync } from '@swc/core';
import type { SourceFile } from './source-tree';

/** A node of the syntax tree, as far as the checks look at it. */
export interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Parsed {
  readonly body: readonly SyntaxNode[];
  readonly bytes: Buffer;
}

// Every check looks at the same trees: parse and walk each file once.
const parsed = new WeakMap<SourceFile, Parsed>();
const walked = new WeakMap<SourceFile, readonly SyntaxNode[]>();

function parse(file: SourceFile): Parsed {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const module = parseSync(file.text, { syntax: 'typescript', target: 'es2022' });
  const result = { body: module.body as unknown as SyntaxNode[], bytes: Buffer.from(file.text) };
  parsed.set(file, result);
  return result;
}

/** The statements of a file. */
export function statementsOf(file: SourceFile): readonly SyntaxNode[] {
  return parse(file).body;
}

/** Every node of a file, parents first. */
export function nodesOf(file: SourceFile): readonly SyntaxNode[] {
  const known = walked.get(file);
  if (known !== undefined) return known;
  const nodes: SyntaxNode[] = [];
  collect(statementsOf(file), nodes);
  walked.set(file, nodes);
  return nodes;
}

function collect(value: unknown, nodes: SyntaxNode[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) nodes.push(value);
  for (const key in value) if (key !== 'span') collect(value[key as keyof typeof value], nodes);
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The value of a string literal, or of a template without expressions. */
export function stringValue(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node.quasis as readonly SyntaxNode[];
  return quasis.length === 1 ? String(quasis[0]?.cooked) : undefined;
}

/** The name of an identifier. */
export function identifier(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node.value) : undefined;
}

/** `path:line` of a node. The parser counts bytes from 1. */
export function placeOf(file: SourceFile, node: SyntaxNode): string {
  const { start } = (node.span ?? (node.expression as SyntaxNode).span) as { start: number };
  let line = 1;
  const { bytes } = parse(file);
  for (let at = bytes.indexOf(10); at >= 0 && at < start - 1; at = bytes.indexOf(10, at + 1)) line += 1;
  return `${file.path}:${line}`;
}
