//! Surfaces that are known without any guide: well-known AI tools, from `guides/surfaces.yaml`, a guide without rules. It is
//! read once, and only where somebody is on one of its hosts.

use super::{SurfaceEntry, parse};
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../guides/surfaces.yaml");

/// The shipped surfaces, where they may know the host; which of them do is for the caller to tell.
pub fn shipped_surfaces(host: &str) -> &'static [SurfaceEntry] {
    if names(host) { all_shipped_surfaces() } else { &[] }
}

/// All shipped surfaces: reads the file, so for when a guide is put in force, not for pages.
pub fn all_shipped_surfaces() -> &'static [SurfaceEntry] {
    static READ: OnceLock<Vec<SurfaceEntry>> = OnceLock::new();
    // A test reads it: nothing can be wrong with it here.
    READ.get_or_init(|| parse(SHIPPED).map(|guide| guide.surfaces).unwrap_or_default())
}

/// Whether the file's text has the host in it, or what it is a subdomain of.
fn names(host: &str) -> bool {
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let dots = host.match_indices('.').map(|(dot, _)| dot + 1);
    let parents = std::iter::once(0).chain(dots).map(|from| &host[from..]);
    parents.filter(|parent| parent.contains('.')).any(|parent| {
        SHIPPED
            .match_indices(parent)
            .any(|(at, _)| !SHIPPED[..at].ends_with(of_name) && !SHIPPED[at + parent.len()..].starts_with(of_name))
    })
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
    fn it_is_read_on_its_hosts_alone() {
        for entry in parse(SHIPPED).unwrap().surfaces {
            for host in entry.hosts {
                assert!(names(&host) && names(&format!("www.{host}")) && !names(&format!("not{host}")), "{host}");
            }
        }
        for host in ["", "localhost", "mail.google.com", "com", "example.com", "gemini.google.com.example"] {
            assert!(!names(host) && shipped_surfaces(host).is_empty(), "{host}");
        }
    }
}
