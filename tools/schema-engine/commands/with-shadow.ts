import { type Shadow, startShadow } from "../../postgres/shadow";

/** A shadow for the time of `work`. */
export async function withShadow<Result>(
  workspaceRoot: string,
  major: number,
  work: (shadow: Shadow) => Promise<Result>,
): Promise<Result> {
  const shadow = await startShadow(workspaceRoot, major);
  try {
    return await work(shadow);
  } finally {
    await shadow.stop();
  }
}
