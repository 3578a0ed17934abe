//! Any text, model and dictionary: sentences and tokens are the whole text, figures are finite, what cannot be read is
//! refused, and what can be read is safe to ask.
#![no_main]

use housestyle::check::{
    Counts, FormLanguage, Measure, Sequence, Spelling, Step, TagSet, Tagger, passives, tagged, word_forms,
};
use housestyle::text::{sentence_spans, sentences, syllables, tokens};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String, String, String)| {
    let (text, model, aff, dic) = input;
    let whole: String = sentences(&text).map(|sentence| &text[sentence.whole]).collect();
    assert_eq!(whole, text);
    assert!(sentence_spans(&text).windows(2).all(|pair| pair[0].end <= pair[1].start));
    for token in tokens(&text) {
        assert!(syllables(&text[token.range]) > 0);
    }
    for range in passives(&text) {
        assert!(!text[range].is_empty());
    }
    let counts = Counts::of_text(&text);
    assert!(Measure::ALL.iter().all(|(measure, _)| measure.of(&counts).is_none_or(f64::is_finite)));
    for language in [FormLanguage::English, FormLanguage::German, FormLanguage::French, FormLanguage::Spanish] {
        assert_eq!(word_forms(language, &model)[0].1, model);
    }
    if let Ok(tagger) = Tagger::new(&format!("tagger 1\n{model}")) {
        let noun = regex::Regex::new("NOUN").expect("a pattern");
        let step = Step { tags: Some(TagSet::matching(&noun)), skip: 2, ..Step::default() };
        let sequence = Sequence { steps: vec![step; 3] };
        for range in sequence.find(&text, &tagged(&text, Some(&tagger))) {
            assert!(!text[range].is_empty());
        }
    }
    if let Ok(mut spelling) = Spelling::new(&aff, &dic) {
        spelling.add(&model);
        spelling.is_right(&text);
    }
});
