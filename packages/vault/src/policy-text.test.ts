import { policyText } from './policy-text';

test('the same grants are the same text, in whatever order they come', () => {
  const read = { path: 'kv/data/shop/relay', capabilities: ['read'] } as const;
  const put = { path: 'kv/data/shop/audit', capabilities: ['update', 'create'] } as const;
  expect(policyText([read, put])).toBe(policyText([put, { ...read }]));
  expect(policyText([read, put])).toBe(`path "kv/data/shop/audit" {
  capabilities = ["create", "update"]
}

path "kv/data/shop/relay" {
  capabilities = ["read"]
}
`);
});

test('everything below a path is said by a star, after a slash', () => {
  expect(policyText([{ path: 'sys/mounts', below: true, capabilities: ['read'] }])).toContain(
    'path "sys/mounts/*" {',
  );
});
