//! Which words a title writes small, after the Associated Press Stylebook (entry "composition titles") and the Chicago
//! Manual of Style (17th edition, 8.159 to 8.161; 18th, 8.160 to 8.162), and which words have a capital wherever they
//! stand. Where the part of speech decides, and nothing here could tell it, either is right: too few are flagged rather
//! than too many.

use crate::guide::TitleStyle;

/// How a word is to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// With a capital.
    Capital,
    /// Without.
    Small,
    /// As it is.
    Either,
}

/// Articles and short conjunctions and prepositions, small in both styles.
const SMALL: &[&str] = &["a", "an", "and", "as", "at", "but", "for", "nor", "of", "or", "per", "the", "via"];
/// Prepositions of four letters and `to`, which Chicago writes small and AP with a capital (*to* only in infinitives,
/// which is left open).
const SMALL_IN_CHICAGO: &[&str] = &["from", "into", "onto", "to", "upon", "with"];
/// Small as prepositions, with a capital as the second half of a verb (*Log In to Your Account*).
const PARTICLES: &[&str] = &["by", "in", "on"];
/// Prepositions as often as adverbs or conjunctions.
const OPEN: &[&str] =
    &["ago", "de", "del", "der", "di", "du", "el", "la", "le", "off", "out", "up", "v", "van", "von", "vs"];
/// The same, and in Chicago alone: its 17th edition writes prepositions of any length small, its 18th those of five
/// letters and more with a capital.
const OPEN_IN_CHICAGO: &[&str] = &[
    "about",
    "above",
    "according",
    "across",
    "after",
    "against",
    "along",
    "amid",
    "among",
    "around",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "concerning",
    "despite",
    "down",
    "during",
    "except",
    "inside",
    "like",
    "near",
    "outside",
    "over",
    "past",
    "regarding",
    "since",
    "than",
    "through",
    "throughout",
    "till",
    "toward",
    "towards",
    "under",
    "until",
    "versus",
    "within",
    "without",
];
/// Short conjunctions that AP writes small, and that may be adverbs as well.
const OPEN_IN_AP: &[&str] = &["if", "so", "to", "yet"];
/// Verbs that are often followed by *in*, *on* or *by*.
const VERBS: &[&str] = &[
    "add", "bring", "build", "buy", "call", "carry", "cash", "check", "clock", "come", "dial", "drop", "fill", "get",
    "give", "go", "hand", "hang", "hold", "join", "keep", "kick", "log", "move", "opt", "pay", "phase", "pitch",
    "plug", "press", "pull", "put", "read", "rely", "set", "sign", "stand", "start", "step", "stop", "switch", "take",
    "try", "tune", "turn", "weigh", "zoom",
];
/// Prefixes that are no words: what follows their hyphen needs no capital.
const PREFIXES: &[&str] = &[
    "anti", "co", "de", "e", "ex", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "multi", "non", "post",
    "pre", "pro", "pseudo", "re", "semi", "sub", "super", "trans", "ultra", "un",
];
/// Words that have a capital within a sentence, in English.
const NAMES: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "January",
    "February",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Africa",
    "African",
    "America",
    "American",
    "Arabic",
    "Asia",
    "Asian",
    "Australia",
    "Australian",
    "Austria",
    "Austrian",
    "Belgium",
    "Brazil",
    "Britain",
    "British",
    "Canada",
    "Canadian",
    "China",
    "Chinese",
    "Christmas",
    "Denmark",
    "Dutch",
    "Easter",
    "England",
    "English",
    "Europe",
    "European",
    "Finland",
    "France",
    "French",
    "German",
    "Germany",
    "Greek",
    "Hindi",
    "India",
    "Indian",
    "Internet",
    "Ireland",
    "Irish",
    "Italian",
    "Italy",
    "Japan",
    "Japanese",
    "Korea",
    "Korean",
    "Latin",
    "London",
    "Mexico",
    "Netherlands",
    "Norway",
    "Paris",
    "Poland",
    "Portugal",
    "Portuguese",
    "Russia",
    "Russian",
    "Scotland",
    "Scottish",
    "Spain",
    "Spanish",
    "Sweden",
    "Swedish",
    "Swiss",
    "Switzerland",
    "Ukraine",
    "Wales",
    "Welsh",
];
/// Names that are common words as well.
const OPEN_NAMES: &[&str] = &["Internet", "March", "May", "Polish", "Turkey", "Web"];

/// How a word that is neither first nor last in a title is to begin. `before` is the word before it; both are in
/// small letters.
pub(super) fn in_title(word: &str, before: Option<&str>, style: TitleStyle) -> Want {
    let ap = style == TitleStyle::Ap;
    let one_letter = word.chars().count() == 1 && word != "a";
    if one_letter || OPEN.contains(&word) {
        Want::Either
    } else if SMALL.contains(&word) {
        Want::Small
    } else if PARTICLES.contains(&word) {
        if before.is_some_and(is_verb_with_particle) { Want::Either } else { Want::Small }
    } else if ap && OPEN_IN_AP.contains(&word) || !ap && OPEN_IN_CHICAGO.contains(&word) {
        Want::Either
    } else if !ap && SMALL_IN_CHICAGO.contains(&word) {
        Want::Small
    } else {
        Want::Capital
    }
}

/// How a later part of a hyphenated word in a title is to begin; `first` is the part it begins with.
pub(super) fn in_compound(part: &str, first: &str, style: TitleStyle) -> Want {
    if PREFIXES.contains(&first) || PARTICLES.contains(&part) {
        return Want::Either;
    }
    match in_title(part, None, style) {
        // *Sign-Off*, *Follow-Up*, *Step-by-Step*, *Day-to-Day*
        Want::Small if part == "to" => Want::Either,
        want => want,
    }
}

/// How a word within a sentence is to begin.
pub(super) fn in_sentence(word: &str) -> Want {
    let known = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let one_letter = word.chars().count() == 1 && word != "a";
    if one_letter || known(OPEN_NAMES) || word.starts_with("i'") {
        Want::Either
    } else if known(NAMES) {
        Want::Capital
    } else {
        Want::Small
    }
}

fn is_verb_with_particle(word: &str) -> bool {
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    let doubled = |stem: &str| stem.len() > 2 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    let is = |verb: &str| VERBS.contains(&verb);
    is(word)
        || ["s", "es", "ed", "ing"]
            .iter()
            .filter_map(|ending| stem(ending))
            .any(|stem| is(stem) || is(&format!("{stem}e")) || doubled(stem) && is(&stem[..stem.len() - 1]))
}
