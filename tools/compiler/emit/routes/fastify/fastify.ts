import type { Operation, PathPart, PathTemplate } from "../../../model/operation";
import { call } from "../../layout";
import { code, join, member } from "../../text";
import type { Framework } from "../framework";
import { pathParts } from "../path-parts";

export const fastify: Framework = {
  name: "fastify",
  packages: { fastify: "^5.12.8", "@fastify/helmet": "^13.2.0", "@fastify/rate-limit": "^11.2.0" },

  path({ segments }: PathTemplate, parameter) {
    const all = segments.map(pathParts);
    const taken = new Set(all.flat().map((part) => (part.kind === "parameter" ? parameter(part.name) : "")));
    return `/${all.map((parts) => segmentPath(parts, parameter, taken)).join("/")}`;
  },

  route({ method }: Operation, path, endpoint) {
    return code`${call(code`app${member(method)}`, [path, endpoint])};`;
  },

  mount(calls, prefix) {
    return code`await app.register(
  async (api) => {
    acceptBytes(api);
    replyWithProblems(api, options.renderProblem);
    ${join(calls, "\n")}
  },
  { prefix: options.prefix ?? ${prefix} },
);`;
  },
};

/** A segment as find-my-way writes it; what only an expression can match becomes a parameter that nobody reads. */
function segmentPath(parts: readonly PathPart[], parameter: (name: string) => string, taken: Set<string>): string {
  return parts
    .map((part, index) => {
      if (part.kind === "parameter") {
        // The router ends a parameter's name at `-` and `.` only.
        const next = parts[index + 1];
        const isEnded = next === undefined || (next.kind === "literal" && /^[-.]/.test(next.text));
        return `:${parameter(part.name)}${isEnded ? "" : "(.*?)"}`;
      }
      // Without an expression `*` would be a wildcard. After a parameter it is plain text.
      if (part.text.includes("*") && index === 0) return `:${freeName(taken)}(${expression(part.text)})`;
      // The check has told that `?` and `#` are never part of a request's path; the router must not read a mark in them.
      return part.text.replaceAll(":", "::").replaceAll("?", "%3F").replaceAll("#", "%23");
    })
    .join("");
}

function freeName(taken: Set<string>): string {
  let count = 1;
  while (taken.has(`literal${count}`)) count++;
  taken.add(`literal${count}`);
  return `literal${count}`;
}

function expression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
