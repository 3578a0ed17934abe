//! Any text, model and dictionary: sentences and tokens are the whole text, figures are finite, what cannot be read is
//! refused, and what can be read is safe to ask. Blank lines part the input; a part that is missing is all of it.
#![no_main]

use housestyle::check::{Checker, Counts, Measure, Place, Resource, Resources, Session, Spelling, passives, word_forms};
use housestyle::guide::{self, FormsLanguage};
use housestyle::text::{Block, BlockKind, sentence_spans, sentences, syllables, tokens};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

const GUIDE: &str = r#"
housestyle: 1
name: Sequences
version: "1"
owner: Fuzz
rules: [{id: s.nouns, sequence: [{tag: "NN.*"}, {tag: "NN.*", skip: 2}, {tag: "NN.*", skip: 2}]}]
"#;

fuzz_target!(|input: &str| {
    let mut parts = input.splitn(4, "\n\n");
    let [text, model, aff, dic] = [(); 4].map(|()| parts.next().unwrap_or(input));
    let whole: String = sentences(text).map(|sentence| &text[sentence.whole]).collect();
    assert_eq!(whole, text);
    assert!(sentence_spans(text).windows(2).all(|pair| pair[0].end <= pair[1].start));
    for token in tokens(text) {
        assert!(syllables(&text[token.range]) > 0);
    }
    for range in passives(text) {
        assert!(!text[range].is_empty());
    }
    let counts = Counts::of_text(text);
    assert!(Measure::ALL.iter().all(|(measure, _)| measure.of(&counts).is_none_or(f64::is_finite)));
    for language in [FormsLanguage::English, FormsLanguage::German, FormsLanguage::French, FormsLanguage::Spanish] {
        assert_eq!(word_forms(language, model)[0].1, model);
    }
    let mut resources = Resources::default();
    if resources.add(&Resource::Tagger, &[format!("tagger 1\n{model}")]).is_ok() {
        let guide = Arc::new(guide::parse(GUIDE).expect("a guide"));
        let checker = Checker::compile(guide).expect("a guide that compiles").equipped(&resources);
        let mut session = Session::new(Arc::new(checker), Place::default());
        session.splice(0, 0, &[Block::new(1, BlockKind::Paragraph, text)]);
        assert!(session.settle().raised.iter().all(|flag| !flag.quote.is_empty()));
    }
    if let Ok(mut spelling) = Spelling::new(aff, dic) {
        spelling.add(model);
        spelling.is_right(text);
    }
});
