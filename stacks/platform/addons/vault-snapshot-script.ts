/**
 * One copy of the store: log in, save, look whether it is whole, send it off, look whether all of it arrived. Each step that
 * fails ends the run with an error, and the next one begins anew; a name is never written twice.
 *
 * It runs in the vendor's image, so with what BusyBox has: its `wget` checks certificates, and fails when an answer is an error.
 */
export const SNAPSHOT_SCRIPT = `set -eu

fail() {
  echo "no snapshot: $1" >&2
  exit 1
}

file=$(mktemp -d)/vault.snap
name=vault-$(date -u +%Y%m%dT%H%M%SZ).snap

VAULT_TOKEN=$(vault write -field=token "$LOGIN" role="$ROLE" jwt="@$TOKEN_FILE") || fail "Vault refused the login"
export VAULT_TOKEN
vault operator raft snapshot save "$file" || fail "Vault gave none"
vault token revoke -self >/dev/null || fail "the login could not be ended"
vault operator raft snapshot inspect "$file" >/dev/null || fail "it is not whole"
size=$(stat -c %s "$file")

identity=$(wget -q -T 30 -O - --header "Metadata-Flavor: Google" \\
  "$METADATA_SERVER/computeMetadata/v1/instance/service-accounts/default/token") || fail "the metadata server gave no identity"
identity=$(printf %s "$identity" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')
[ -n "$identity" ] || fail "the metadata server gave no identity"

# Generation 0: only where nothing has this name.
answer=$(wget -q -T 300 -O - --header "Authorization: Bearer $identity" --header "Content-Type: application/octet-stream" \\
  --post-file "$file" \\
  "$STORAGE/upload/storage/v1/b/$BUCKET/o?uploadType=media&ifGenerationMatch=0&name=$name") || fail "the bucket refused it"
printf %s "$answer" | grep -q "\\"size\\": *\\"$size\\"" || fail "the bucket has not all of it"

echo "$name: $size bytes"
`;
