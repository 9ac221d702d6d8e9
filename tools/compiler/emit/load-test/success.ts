import type { Operation } from "../../model/operation";

export interface StatusRange {
  readonly least: number;
  readonly most: number;
}

/** The statuses by which an operation says that it worked. */
export function successStatuses(operation: Operation): readonly StatusRange[] {
  const documented = operation.responses.flatMap((response) => rangeOf(response.status));
  const good = documented.filter((range) => range.least >= 200 && range.most < 300);
  if (good.length > 0) return good;
  const redirects = documented.filter((range) => range.least >= 300 && range.most < 400);
  return redirects.length > 0 ? redirects : [{ least: 200, most: 299 }];
}

/** Every status that the description allows; `default` allows all. */
export function documentedStatuses(operation: Operation): readonly StatusRange[] {
  if (operation.responses.some((response) => response.status === "default")) return [{ least: 100, most: 599 }];
  return operation.responses.flatMap((response) => rangeOf(response.status));
}

function rangeOf(status: string): readonly StatusRange[] {
  if (/^\d{3}$/.test(status)) return [{ least: Number(status), most: Number(status) }];
  const hundreds = /^([1-5])XX$/i.exec(status)?.[1];
  return hundreds === undefined ? [] : [{ least: Number(hundreds) * 100, most: Number(hundreds) * 100 + 99 }];
}
