import { columnSections } from "./column-sections";
import { initialPrivilegeSections } from "./initial-privilege-sections";
import { relationSections } from "./relation-sections";
import { routineSections } from "./routine-sections";
import { schemaSections } from "./schema-sections";
import { serverSections } from "./server-sections";
import type { SnapshotSection } from "./snapshot-section";
import { tablePartSections } from "./table-part-sections";
import { textSearchSections } from "./text-search-sections";
import { typeSections } from "./type-sections";

export const sections: readonly SnapshotSection[] = [
  ...schemaSections,
  ...typeSections,
  ...relationSections,
  ...columnSections,
  ...tablePartSections,
  ...routineSections,
  ...serverSections,
  ...textSearchSections,
  ...initialPrivilegeSections,
];
