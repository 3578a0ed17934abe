// A small disk for a browser's profile, so that tests can fill it.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REMOVE } from "./browser.mjs";

/** A disk of its own for a profile, small enough to be filled; none where this user may not have one. */
export function smallDisk() {
  const disk = mkdtempSync(join(tmpdir(), "housestyle-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    rmSync(disk, REMOVE);
    return undefined;
  }
  const filler = join(disk, "filler");
  return {
    profile: join(disk, "profile"),
    /** Until only so many bytes are left. */
    fill(left = 0) {
      for (const size of [1 << 20, 1 << 12, 1]) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(size));
        } catch {
          // Nothing of this size goes in any more.
        }
      }
      truncateSync(filler, statSync(filler).size - left);
    },
    free: () => rmSync(filler),
    end() {
      execFileSync("umount", ["-l", disk]);
      rmSync(disk, REMOVE);
    },
  };
}
