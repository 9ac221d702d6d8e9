import type { CatalogEntry } from "../catalog-entry";

export const optionCatalog = {
  "option/out-of-range": {
    severity: "error",
    message: "--{option}={value} is refused: it must be {range}.",
    hint: "Give such a number, or leave the option out.",
  },
} as const satisfies Record<string, CatalogEntry>;
