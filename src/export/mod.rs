//! Events → JSON Lines and CSV, and back.
