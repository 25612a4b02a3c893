const TYPE = 'type.googleapis.com/envoy.extensions.access_loggers';

/**
 * One line of JSON for each connection that came to nothing: who it was, from where, and why. Without it Envoy refuses in silence.
 * Those that went well are not noted: they are many, and the program knows them.
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
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
    typed_config: {
      '@type': `${TYPE}.stream.v3.StderrAccessLog`,
      log_format: {
        json_format: {
          connection,
          at: '%START_TIME%',
          from: '%DOWNSTREAM_REMOTE_ADDRESS%',
          client: '%DOWNSTREAM_PEER_URI_SAN%',
          refused: '%DOWNSTREAM_TRANSPORT_FAILURE_REASON%',
          to: '%UPSTREAM_HOST%',
          failed: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
          flags: '%RESPONSE_FLAGS%',
        },
        omit_empty_values: true,
      },
    },
  };
}
