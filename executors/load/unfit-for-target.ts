import { refusedOption } from "../../tools/k6/options/refused-option";
import type { RunKind } from "../../tools/k6/options/run-kind";
import type { Problem } from "../../tools/report/problem";
import type { LoadOptions } from "./load-options";

const ofRequest = ["method", "header", "body", "expectStatus"] as const;
const ofApi = ["server", "serverToken", "resource", "check", "compareToken"] as const;

/** Options that do not fit what is sent: one request, the operations of an API, or nothing. */
export function unfitForTarget(kind: RunKind, options: LoadOptions): readonly Problem[] {
  const given = <Name extends keyof LoadOptions>(names: readonly Name[]) =>
    names.filter((name) => options[name] !== undefined);
  const refuse = (names: readonly (keyof LoadOptions)[], reason: string, remedy: string) =>
    names.map((name) => refusedOption(name, shown.has(name) ? String(options[name]) : "…", reason, remedy));
  if (kind === "merge")
    return refuse(
      given(["url", "server", "serverToken", ...ofRequest, "allowHost"]),
      "with --merge nothing is sent",
      "Leave it out.",
    );
  if (options.url === undefined)
    return [
      ...refuse(given(ofRequest), "it describes a request, and there is no --url", "Add --url, or leave it out."),
      ...(options.server === undefined
        ? refuse(given(["serverToken"]), "it is the token of the server at --server", "Add --server, or leave it out.")
        : []),
      ...(options.compareUrl !== undefined || options.server !== undefined
        ? []
        : refuse(given(["allowHost"]), "an API's own server is on this machine", "Leave it out.")),
    ];
  if (kind === "attack") {
    const reason = "what is wrong follows from a description, and with --url none is consulted";
    return [refusedOption("scenario", kind, reason, "Leave --url out: the API's own server is attacked.")];
  }
  return refuse(
    given(ofApi),
    "with --url no spec is consulted, and headers are sent as they are",
    "Leave one of the two out.",
  );
}

/** Values that hold no secret. */
const shown: ReadonlySet<keyof LoadOptions> = new Set(["method", "expectStatus", "resource", "check", "allowHost"]);
