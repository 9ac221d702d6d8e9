import type { ApiDocument, JsonSchema } from "./api-document";
import { flatten, typesOf } from "./flatten";
import { type Field, wellFormed } from "./written-value";

/** In no text that is sent. */
export const boundary = "specline-4f1d8c60";

export const multipartType = `multipart/form-data; boundary=${boundary}`;

/** The parts of a form, each as it stands between two boundaries (RFC 7578, 4). */
export function writeParts(fields: readonly Field[], isFile: (name: string) => boolean): readonly string[] {
  return fields.map(([name, text]) => {
    const file = isFile(name) ? '; filename="specline.bin"' : "";
    const type = isFile(name) ? "\r\nContent-Type: application/octet-stream" : "";
    return `Content-Disposition: form-data; name="${escaped(name)}"${file}${type}\r\n\r\n${wellFormed(text)}`;
  });
}

export function joinParts(parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}

/** As browsers write it (HTML, Multipart form data). */
function escaped(name: string): string {
  return wellFormed(name).replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Which properties are files: 3.0 says `format: binary`, 3.1 `contentMediaType` (OpenAPI 3.1.1, Considerations for File Uploads). */
export function filesOf(schema: JsonSchema, schemas: ApiDocument["components"]["schemas"]): (name: string) => boolean {
  const properties = (flatten(schema, schemas).properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const isFile = (one: JsonSchema): boolean => {
    const flat = flatten(one, schemas);
    const types = typesOf(flat);
    if (types.includes("array")) return flat.items !== undefined && isFile(flat.items as JsonSchema);
    const isBytes = flat.format === "binary" || flat.contentMediaType !== undefined;
    return isBytes && flat.contentEncoding === undefined && (types.length === 0 || types.includes("string"));
  };
  return (name) => Object.hasOwn(properties, name) && isFile(properties[name] ?? true);
}

/** The fields of a form that `writeParts` wrote. */
export function readParts(body: string): readonly Field[] {
  return body.split(`--${boundary}`).flatMap((part): Field[] => {
    const [, name, text] = /^\r\nContent-Disposition: form-data; name="([^"]*)".*?\r\n\r\n(.*)\r\n$/s.exec(part) ?? [];
    return name === undefined || text === undefined ? [] : [[name, text]];
  });
}
