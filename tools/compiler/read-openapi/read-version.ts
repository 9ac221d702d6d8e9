import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";

/** Version of the description; what is none, or of a version that is not read, is reported. */
export function readVersion(reading: Reading, root: Located): "3.0" | "3.1" | undefined {
  const version = root.get("openapi");
  if (version === undefined) {
    const swagger = root.get("swagger");
    if (swagger === undefined) reading.report("openapi/not-openapi", root, {});
    else reading.report("openapi/swagger-2", swagger, { version: String(swagger.value) });
    return undefined;
  }
  const found = typeof version.value === "string" ? /^3\.([01])\.\d+/.exec(version.value) : null;
  if (found !== null) return found[1] === "0" ? "3.0" : "3.1";
  reading.report("openapi/unsupported-version", version, { version: kindOf(version.value) });
  return undefined;
}
