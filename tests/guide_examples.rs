//! Runs every example of the guides that ship, so that what they say of themselves is true.

use housestyle::check::{Checker, Resources, failed_examples};
use housestyle::guide::{self, Guide};
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn read(name: &str) -> Guide {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides").join(name);
    guide::parse(&fs::read_to_string(path).unwrap()).unwrap_or_else(|problems| panic!("{name}: {}", lines(&problems)))
}

fn lines(problems: &[guide::Problem]) -> String {
    problems.iter().map(|problem| format!("\n{problem}")).collect()
}

#[test]
fn every_example_of_the_shipped_guides_holds() {
    for name in ["starter.yaml", "plain-words.yaml"] {
        let guide = read(name);
        if let Err(problems) = Checker::compile(Arc::new(guide.clone())) {
            panic!("{name}: {}", lines(&problems));
        }
        let problems = failed_examples(&guide, &Resources::default());
        assert!(problems.is_empty(), "{name}: {}", lines(&problems));
    }
}
