/** The server ended, or the network did: whether what was sent last has been done is not known then. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  if (code === undefined)
    return /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(error.message);
  // Of the system, connection exceptions, and operator_intervention of the server (PostgreSQL manual, appendix A).
  return ["ECONNRESET", "EPIPE", "ETIMEDOUT"].includes(String(code)) || /^(08...|57P0[123])$/.test(String(code));
}
