const TYPE = 'type.googleapis.com/envoy.extensions.access_loggers';

/** Of every line. */
const SEEN = {
  at: '%START_TIME%',
  from: '%DOWNSTREAM_REMOTE_ADDRESS%',
  client: '%DOWNSTREAM_PEER_URI_SAN%',
};

/**
 * One line of JSON for each connection of a caller that reaches the program, when it does. The program sees 127.0.0.1 alone: only
 * this says who called, and by the serial number Vault says which certificate was shown.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 */
export function _accepted(connection: string): object {
  return {
    name: 'accepted',
    filter: { log_type_filter: { types: ['TcpUpstreamConnected'] } },
    typed_config: lines({ event: 'accepted', connection, ...SEEN, certificate: '%DOWNSTREAM_PEER_SERIAL%' }),
  };
}

/**
 * One line of JSON for each connection that came to nothing: who it was, from where, and why. Without it Envoy refuses in silence.
 */
export function _failures(connection: string): object {
  return {
    name: 'failures',
    filter: {
      or_filter: {
        filters: [
          // What ended otherwise than by one of its sides: nobody there, too many, idle for too long.
          { response_flag_filter: {} },
          {
            extension_filter: {
              name: 'handshakes',
              typed_config: {
                '@type': `${TYPE}.filters.cel.v3.ExpressionFilter`,
                expression: 'has(connection.transport_failure_reason)',
              },
            },
          },
        ],
      },
    },
    typed_config: lines({
      event: 'failed',
      connection,
      ...SEEN,
      refused: '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%',
      to: '%UPSTREAM_HOST%',
      failed: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
      flags: '%RESPONSE_FLAGS%',
    }),
  };
}

function lines(fields: Readonly<Record<string, string>>): object {
  return {
    '@type': `${TYPE}.stream.v3.StderrAccessLog`,
    log_format: { json_format: fields, omit_empty_values: true },
  };
}
