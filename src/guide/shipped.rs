//! Surfaces that are known without any guide: well-known AI tools, from `guides/surfaces.yaml`, a guide without rules.
//! A guide's own surfaces come first, and one of the same name takes the place of a shipped one.

use super::{SurfaceEntry, parse};

const SHIPPED: &str = include_str!("../../guides/surfaces.yaml");

/// A guide's surfaces and, behind them, the shipped ones it says nothing of.
pub fn with_shipped_surfaces(own: &[SurfaceEntry]) -> Vec<SurfaceEntry> {
    // It is read by a test: nothing can be wrong with it here.
    let shipped = parse(SHIPPED).map(|guide| guide.surfaces).unwrap_or_default();
    let is_new = |entry: &SurfaceEntry| !own.iter().any(|known| known.name.eq_ignore_ascii_case(&entry.name));
    own.iter().cloned().chain(shipped.into_iter().filter(is_new)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_a_guide_without_rules() {
        let guide = parse(SHIPPED).unwrap();
        assert!(guide.rules.is_empty() && guide.surfaces.len() >= 10);
        for entry in &guide.surfaces {
            assert!(entry.prompt.is_some() || entry.assistant, "{} says nothing of its fields", entry.name);
            assert!(entry.send.is_none() || entry.prompt.is_some(), "{} sends nothing", entry.name);
        }
    }

    #[test]
    fn a_guide_puts_its_own_in_the_place_of_a_shipped_one() {
        let own = [SurfaceEntry {
            name: "chatgpt".into(),
            hosts: vec!["chat.acme.example".into()],
            ..SurfaceEntry::default()
        }];
        let all = with_shipped_surfaces(&own);
        assert_eq!(all.len(), with_shipped_surfaces(&[]).len());
        assert_eq!(all.iter().filter(|entry| entry.name.eq_ignore_ascii_case("ChatGPT")).count(), 1);
        assert_eq!(all[0], own[0]);
    }
}
