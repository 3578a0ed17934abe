/**
 * What every part of the scorecard's page needs: the meaning of numbers, and the way to their events.
 */
import { createContext } from "preact";
import type { Unit } from "./figures.ts";
import type { Definition, Figure } from "./model.ts";

export interface PageParts {
  definition(name: string): Definition | undefined;
  unit(name: string): Unit;
  open(figure: Figure): void;
}

export const Page = createContext<PageParts>({ definition: () => undefined, unit: () => "count", open: () => undefined });
