//! Dictionaries and models that a guide's rules need, read from folders. Says what is not there; never stops for it,
//! since all other rules can still be judged.

use super::{complain, source};
use housestyle::check::{Checker, Resource, Resources};
use housestyle::guide::Guide;
use std::path::Path;

/// The English tagger's model, which comes with the command.
const TAGGER: &str = include_str!("../../models/english/tagger.txt");

/// Reads what a guide needs, from a folder that was named or else from the guide's own.
///
/// # Errors
/// Files that are there and are not what they should be.
pub fn read(guide: &Guide, folder: &Path) -> Result<Resources, Vec<String>> {
    let (mut resources, mut problems) = (Resources::default(), Vec::new());
    for resource in Resource::needed(guide) {
        let files: Vec<_> = resource.files().iter().map(|file| folder.join(file)).collect();
        let texts = if resource == Resource::Tagger {
            Ok(vec![TAGGER.to_owned()])
        } else if files.iter().all(|file| file.exists()) {
            files
                .iter()
                .map(|file| source::read_text(file).map_err(|error| format!("{}: {error}", file.display())))
                .collect()
        } else {
            continue;
        };
        if let Err(problem) = texts.and_then(|texts| resources.add(&resource, &texts)) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(resources) } else { Err(problems) }
}

/// What to say of rules that are not judged, since what they need is not there.
pub fn notices(checker: &Checker, folder: &Path) -> Vec<Notice> {
    let missing = checker.missing().into_iter().flat_map(|(resource, rules)| {
        let files: Vec<String> = resource.files().iter().map(|file| folder.join(file).display().to_string()).collect();
        let files = files.join(" and ");
        let text =
            format!("is not judged: it needs {resource} (put it at {files}, or name its folder with --resources)");
        rules.into_iter().map(move |rule| Notice { rule: rule.to_owned(), text: text.clone() }).collect::<Vec<_>>()
    });
    missing.collect()
}

/// What is to be told of a rule that was not, or not wholly, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The rule's id.
    pub rule: String,
    /// What happened to it, and what to do about it.
    pub text: String,
}

impl Notice {
    /// Tells of it on standard error.
    pub fn tell(&self, file: &Path) {
        complain(&format!("{}: the rule {} {}", file.display(), self.rule, self.text));
    }
}

/// What to say of a rule the budget of whose patterns was spent.
pub fn spent(rule: &str) -> Notice {
    let text = "did not look at all of the text: its pattern took too many steps (write it without look-around and \
                back-references, or with fewer repetitions in one another)";
    Notice { rule: rule.to_owned(), text: text.to_owned() }
}
