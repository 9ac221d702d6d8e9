/** A request that is sent again and again. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly port: number;
  readonly sent: Sent;
  /** What must be answered to each. */
  readonly status: number;
  readonly requests: number;
  readonly connections: number;
}
