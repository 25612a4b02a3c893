/**
 * One copy of the store: log in, save, look whether it is whole, send it off, look whether all of it arrived. Each step that
 * fails ends the run with an error, and the next one begins anew; a name is never written twice.
 *
 * It runs in the vendor's image, so with what BusyBox has. Its `wget` fails when an answer is an error, as it should; but it
 * sends a file up to the first zero byte, and keeps it in memory: hence base64, and a limit that is seen when it is reached.
 */
export const SNAPSHOT_SCRIPT = `set -eu

fail() {
  echo "no snapshot: $1" >&2
  exit 1
}

file=$(mktemp -d)/vault.snap
name=vault-$(date -u +%Y%m%dT%H%M%SZ).snap.base64

VAULT_TOKEN=$(vault write -field=token "$LOGIN" role="$ROLE" jwt="@$TOKEN_FILE") || fail "Vault refused the login"
export VAULT_TOKEN
vault operator raft snapshot save "$file" || fail "Vault gave none"
vault token revoke -self >/dev/null || fail "the login could not be ended"
vault operator raft snapshot inspect "$file" >/dev/null || fail "it is not whole"
base64 "$file" >"$file.base64"
size=$(stat -c %s "$file.base64")

identity=$(wget -q -O - --header "Metadata-Flavor: Google" \\
  "$METADATA_SERVER/computeMetadata/v1/instance/service-accounts/default/token") || fail "the metadata server gave no identity"
identity=$(printf %s "$identity" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')
[ -n "$identity" ] || fail "the metadata server gave no identity"

# Generation 0: only where nothing has this name.
answer=$(wget -q -O - --header "Authorization: Bearer $identity" --header "Content-Type: text/plain" \\
  --post-file "$file.base64" \\
  "$STORAGE/upload/storage/v1/b/$BUCKET/o?uploadType=media&ifGenerationMatch=0&name=$name") || fail "the bucket refused it"
printf %s "$answer" | grep -q "\\"size\\": *\\"$size\\"" || fail "the bucket has not all of it"

echo "$name: $size bytes"
`;
