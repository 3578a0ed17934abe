//! Data that some rules cannot do without: spelling dictionaries and the tagger's model. Says which a guide asks for, and
//! holds what was brought; never fetches anything, and a guide that asks for nothing costs nothing.

use super::{Spelling, Tagger};
use crate::guide::{Guide, RuleKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// Something a rule needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// A Hunspell dictionary of that name, as `en_US`.
    Dictionary(String),
    /// The model of the English tagger.
    Tagger,
}

impl Resource {
    /// What the guide's rules need, each once, in order.
    pub fn needed(guide: &Guide) -> BTreeSet<Self> {
        let needs = guide.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Spell(spell) => Some(Self::Dictionary(spell.dictionary.clone())),
            RuleKind::Sequence(tokens) if tokens.iter().any(|token| token.tag.is_some()) => Some(Self::Tagger),
            _ => None,
        });
        needs.collect()
    }

    /// The files that make it up, below the folder where resources are kept, in the order [`Resources::add`] takes their
    /// texts.
    pub fn files(&self) -> Vec<String> {
        match self {
            Self::Dictionary(name) => ["aff", "dic"].map(|ending| format!("dictionaries/{name}.{ending}")).into(),
            Self::Tagger => vec!["models/english/tagger.txt".to_owned()],
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dictionary(name) => write!(f, "the spelling dictionary {name}"),
            Self::Tagger => f.write_str("the model of the English tagger"),
        }
    }
}

/// What was brought; cheap to copy.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    dictionaries: BTreeMap<String, Arc<Spelling>>,
    tagger: Option<Arc<Tagger>>,
}

impl Resources {
    /// Takes in a resource, given the texts of its files.
    ///
    /// # Errors
    /// Texts that are not what they should be; says which resource and what is wrong with it.
    pub fn add(&mut self, resource: &Resource, texts: &[String]) -> Result<(), String> {
        let wrong = |error: &dyn fmt::Display| format!("{resource}: {error}");
        match (resource, texts) {
            (Resource::Dictionary(name), [aff, dic]) => {
                let spelling = Spelling::new(aff, dic).map_err(|error| wrong(&error))?;
                self.dictionaries.insert(name.clone(), Arc::new(spelling));
            }
            (Resource::Tagger, [model]) => {
                self.tagger = Some(Arc::new(Tagger::new(model).map_err(|error| wrong(&error))?));
            }
            _ => return Err(wrong(&format!("{} files instead of {}", texts.len(), resource.files().len()))),
        }
        Ok(())
    }

    /// Whether a resource is there.
    pub fn has(&self, resource: &Resource) -> bool {
        match resource {
            Resource::Dictionary(name) => self.dictionaries.contains_key(name),
            Resource::Tagger => self.tagger.is_some(),
        }
    }

    /// The dictionary of that name.
    pub fn dictionary(&self, name: &str) -> Option<&Arc<Spelling>> {
        self.dictionaries.get(name)
    }

    /// The tagger.
    pub fn tagger(&self) -> Option<&Arc<Tagger>> {
        self.tagger.as_ref()
    }
}
