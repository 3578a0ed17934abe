//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod case;
mod case_words;
mod compile;
mod consistent;
mod count;
mod counts;
mod document;
mod examples;
mod facts;
mod fit;
mod flag;
mod forms;
mod formula;
mod gates;
mod judge;
mod lexicon;
mod measure;
mod passive;
mod pattern;
mod place;
mod repeat;
mod resources;
mod sequence;
mod session;
mod signs;
mod silence;
mod spelling;
mod tag;
mod tagger;
mod template;

pub use compile::Checker;
pub use counts::{Counts, is_prose};
pub use examples::failed_examples;
pub use flag::{Flag, FlagDifference, FlagId};
pub use formula::{Formula, FormulaError};
pub use measure::{Measure, VARIABLES, variable};
pub use passive::passives;
pub use place::Place;
pub use resources::{Resource, Resources};
pub use sequence::{Sequence, Step, TagSet, TaggedToken, tagged};
pub use session::Session;
pub use spelling::{DictionaryError, Spelling};
pub use tag::{PENN, Tag, penn};
pub use tagger::{ModelError, Tagger};
