/** What the API server refused, in its own words. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status: 404, 409, 422 … */
    readonly status: number,
    /** `NotFound`, `Conflict`, `Invalid`, `Forbidden` … */
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** From the answer to a request: a `Status` object, or whatever else came. */
  static of(request: string, status: number, text: string): ApiError {
    try {
      const { reason, message } = JSON.parse(text) as { reason?: string; message?: string };
      return new ApiError(status, reason ?? 'Unknown', `${request}: ${message ?? text}`);
    } catch {
      return new ApiError(status, 'Unknown', `${request}: ${status} ${text.slice(0, 500)}`);
    }
  }
}
