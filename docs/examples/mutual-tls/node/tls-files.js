const { X509Certificate } = require('node:crypto');
const { readFileSync, watch } = require('node:fs');
const { dirname } = require('node:path');
const { createSecureContext } = require('node:tls');

const { TLS_CERT_FILE, TLS_KEY_FILE, TLS_CA_FILE } = process.env;
const read = (file) => readFileSync(file, 'utf8');

/** Throws when a file is not what it should be, or when certificate and key are half the old and half the new. */
function all() {
  const files = { cert: read(TLS_CERT_FILE), key: read(TLS_KEY_FILE), ca: read(TLS_CA_FILE) };
  // Without a word, no authority at all would mean all those that Node knows.
  new X509Certificate(files.ca);
  createSecureContext(files);
  return files;
}

/** Certificate, key and authorities, always as they are now; `changed` hears of each change. */
exports.tlsFiles = (changed = () => {}) => {
  let current = all();
  // The kubelet replaces a link in the folder: a file by itself is never written.
  watch(dirname(TLS_CERT_FILE), () => {
    try {
      current = all();
      changed(current);
    } catch (error) {
      console.error(`kept the files as they were: ${error.message}`);
    }
  });
  return () => current;
};
