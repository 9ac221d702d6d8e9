import { compile } from "../compiler/compile";
import { type Diagnostic, hasErrors } from "../compiler/diagnostics/diagnostic";
import type { ApiDocument } from "../k6/attack/api-document";
import { type Problem, problem } from "../report/problem";
import { apiSources } from "../workspace/api-sources";

/** The description of an API's project as one OpenAPI 3.1 document. */
export async function readApiDocument(
  workspaceRoot: string,
  projectRoot: string,
): Promise<{ readonly document: ApiDocument } | readonly (Problem | Diagnostic)[]> {
  const sources = apiSources(workspaceRoot, projectRoot, undefined);
  if (sources.openapiPath === undefined) return [problem("check/no-description", { folder: projectRoot })];
  const { document, diagnostics } = await compile({ openapiPath: sources.openapiPath, readText: sources.readText });
  if (document === undefined || hasErrors(diagnostics)) return diagnostics;
  return { document: document() as unknown as ApiDocument };
}
