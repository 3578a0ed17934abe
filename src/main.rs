//! The `housestyle` command: a thin face on the library.

fn main() {}
