/**
 * What every part of the scorecard's page needs: the meaning of numbers, the way to their events, and of what they are.
 */
import { createContext } from "preact";
import type { Unit } from "./figures.ts";
import type { Definition, Figure } from "./model.ts";

export interface PageParts {
  definition(name: string): Definition | undefined;
  unit(name: string): Unit;
  open(figure: Figure): void;
  /** Whose numbers and of which time, for pictures that leave the page. */
  scope: string;
}

export const Page = createContext<PageParts>({ definition: () => undefined, unit: () => "count", open: () => undefined, scope: "" });
