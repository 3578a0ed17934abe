//! Guide × blocks → flags: compile once, judge blocks as they change, keep what did not change.
//! Knows guide and text; knows nothing of events, time or the browser.

mod compile;
mod counts;
mod examples;
mod fit;
mod flag;
mod forms;
mod gates;
mod judge;
mod measure;
mod passive;
mod place;
mod sequence;
mod session;
mod spelling;
mod tag;
mod tagger;

pub use compile::Checker;
pub use counts::{Counts, is_prose};
pub use examples::failed_examples;
pub use flag::{Flag, FlagDifference, FlagId};
pub use forms::{Form, FormLanguage, word_forms};
pub use measure::{Measure, VARIABLES, variable};
pub use passive::passives;
pub use place::Place;
pub use sequence::{Sequence, Step, TagSet, TaggedToken, tagged};
pub use session::Session;
pub use spelling::{DictionaryError, Spelling};
pub use tag::{PENN, Tag, penn};
pub use tagger::{ModelError, Tagger};
