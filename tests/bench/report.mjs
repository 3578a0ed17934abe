// Rows and what is written of them. A row has exactly the fields that the report promises; null where one does not apply.
import { rounded } from "./timing.mjs";

const FIELDS = ["figure", "where", "words", "rules", "unit", "ours", "peer", "peer_value", "ratio", "goal", "met"];

export class Report {
  rows = [];

  /** Adds a row; fields that do not apply may be left out. */
  add(row) {
    const unknown = Object.keys(row).filter((field) => !FIELDS.includes(field));
    if (unknown.length > 0) throw new Error(`fields that no row has: ${unknown}`);
    const whole = Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]));
    for (const field of ["ours", "peer_value", "ratio"]) whole[field] = rounded(whole[field]);
    this.rows.push(whole);
    return whole;
  }

  /** A row whose goal is a most or a least of its own value or of its ratio. */
  goal(row, { most, least, of = "ours" }) {
    const value = row[of];
    const name = of === "ratio" ? "ratio " : "";
    const goal = most !== undefined ? `${name}≤ ${most}` : `${name}≥ ${least}`;
    return this.add({ ...row, goal, met: most !== undefined ? value <= most : value >= least });
  }

  json() {
    return `${JSON.stringify(this.rows, null, 1)}\n`;
  }

  markdown(machine, notes) {
    const number = (value) => (typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: 3 }) : (value ?? ""));
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const table = (rows) => [
      line(["figure", "where", "words", "rules", "unit", "ours", "peer", "peer's", "ratio", "goal", "met"]),
      line(["---", "---", "---:", "---:", "---", "---:", "---", "---:", "---:", "---", "---"]),
      ...rows.map((row) =>
        line(FIELDS.map((field) => (field === "met" ? (row.met === null ? "" : row.met ? "yes" : "**no**") : number(row[field])))),
      ),
    ];
    const goals = this.rows.filter((row) => row.goal !== null);
    return [
      "# Benchmark", "", machine, "", ...notes.map((note) => `- ${note}`), "",
      `## To reach: ${goals.filter((row) => row.met).length} of ${goals.length} met`, "", ...table(goals), "",
      "## Everything", "", ...table(this.rows), "",
    ].join("\n");
  }
}
