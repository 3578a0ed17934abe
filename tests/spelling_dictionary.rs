//! Spelling with the real English dictionary, where it is there: `node_modules/dictionary-en` (npm) or Debian's
//! hunspell-en-us. The dictionary is no part of the repository.

use housestyle::check::Spelling;
use std::fs;
use std::path::{Path, PathBuf};

fn dictionary() -> Option<(String, String)> {
    let npm = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/dictionary-en/index");
    let places = [npm, PathBuf::from("/usr/share/hunspell/en_US")];
    places.iter().find_map(|place| {
        let read = |extension: &str| fs::read_to_string(place.with_extension(extension)).ok();
        Some((read("aff")?, read("dic")?))
    })
}

#[test]
fn english_words_are_told_from_mistakes() {
    let Some((aff, dic)) = dictionary() else {
        println!("skipped: neither node_modules/dictionary-en nor /usr/share/hunspell/en_US is there");
        return;
    };
    let mut spelling = Spelling::new(&aff, &dic).unwrap();
    spelling.add("HubSpot");
    for word in
        "We organized the team's well-known cafe didn’t running children HubSpot HubSpot's 3rd London".split(' ')
    {
        assert!(spelling.is_right(word), "{word}");
    }
    for (word, meant) in [("recieve", "receive"), ("definately", "definitely"), ("Hubspot", "HubSpot"), ("teh", "the")]
    {
        assert!(!spelling.is_right(word), "{word}");
        let suggestions = spelling.suggestions(word);
        assert!(suggestions.iter().any(|suggestion| suggestion == meant), "{word}: {suggestions:?}");
    }
}
