//! Inflected forms of English words: what a term matches beside itself, and how a suggestion is fitted to what it
//! replaces. Makes forms by rule and from a list of the irregular; where it is not sure it makes too few.

use serde::{Deserialize, Serialize};

/// Which form of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// As the guide writes it.
    Base,
    /// Third person or plural: *uses*.
    S,
    /// Past: *used*, *wrote*.
    Past,
    /// Past participle, where it differs from the past: *written*.
    Participle,
    /// *using*
    Ing,
    /// *bigger*
    Comparative,
    /// *biggest*
    Superlative,
}

use Form::{Base, Comparative, Ing, Participle, Past, S, Superlative};

/// Verbs whose past is not made with *-ed*: base, past, past participle.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("bet", "bet", "bet"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("buy", "bought", "bought"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("come", "came", "come"),
    ("cost", "cost", "cost"),
    ("cut", "cut", "cut"),
    ("deal", "dealt", "dealt"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("eat", "ate", "eaten"),
    ("fall", "fell", "fallen"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("fly", "flew", "flown"),
    ("forget", "forgot", "forgotten"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("grow", "grew", "grown"),
    ("have", "had", "had"),
    ("hear", "heard", "heard"),
    ("hide", "hid", "hidden"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("pay", "paid", "paid"),
    ("put", "put", "put"),
    ("read", "read", "read"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("show", "showed", "shown"),
    ("shut", "shut", "shut"),
    ("sit", "sat", "sat"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("swim", "swam", "swum"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undertake", "undertook", "undertaken"),
    ("understand", "understood", "understood"),
    ("wear", "wore", "worn"),
    ("win", "won", "won"),
    ("write", "wrote", "written"),
];

/// Nouns whose plural is not made with *-s*.
const PLURALS: &[(&str, &str)] = &[
    ("analysis", "analyses"),
    ("child", "children"),
    ("criterion", "criteria"),
    ("datum", "data"),
    ("foot", "feet"),
    ("half", "halves"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("mouse", "mice"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("tooth", "teeth"),
    ("wife", "wives"),
    ("woman", "women"),
];

/// Adjectives that are compared with *-er* and *-est*. A list, since *-er* makes other words of verbs.
const COMPARED: &[&str] = &[
    "big", "bold", "brave", "bright", "cheap", "clean", "clear", "clever", "cool", "crazy", "deep", "easy", "fair",
    "fancy", "fast", "fine", "fresh", "great", "green", "happy", "hard", "healthy", "high", "hot", "huge", "large",
    "light", "long", "loud", "low", "lucky", "mad", "new", "nice", "old", "poor", "quick", "quiet", "rare", "rich",
    "safe", "sexy", "short", "simple", "sleek", "slick", "slim", "slow", "small", "smart", "smooth", "soft", "strong",
    "sure", "sweet", "tall", "thick", "thin", "tidy", "tiny", "tough", "true", "ugly", "warm", "weak", "wealthy",
    "wide", "wild", "wise", "young",
];

/// Regular verbs that approved phrases begin with. A list, since the first word of a phrase may be anything.
const VERBS: &[&str] = &[
    "agree", "allow", "answer", "apply", "ask", "change", "check", "close", "cover", "create", "decide", "end",
    "explain", "explore", "follow", "help", "improve", "include", "join", "learn", "let", "look", "move", "need",
    "offer", "open", "plan", "point", "reach", "remove", "rely", "save", "set", "sign", "start", "stop", "talk", "try",
    "turn", "use", "wait", "work",
];

/// Whether a word is certainly a verb at the head of a phrase.
pub(in crate::check) fn is_known_verb(word: &str) -> bool {
    VERBS.contains(&word) || IRREGULAR.iter().any(|(base, ..)| *base == word)
}

/// Words of two syllables and more that double their last letter all the same.
const DOUBLING: &[&str] = &[
    "admit", "begin", "cancel", "commit", "control", "enrol", "equip", "forget", "fuel", "label", "level", "model",
    "occur", "permit", "prefer", "refer", "regret", "rival", "signal", "submit", "total", "transfer", "travel",
];

/// Every form of a lower-case English word, the base first. Words under three letters, and words with anything but
/// a to z, have none but the base.
pub(in crate::check) fn forms(word: &str) -> Vec<(Form, String)> {
    let mut forms = vec![(Base, word.to_owned())];
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return forms;
    }
    for form in [S, Past, Participle, Ing, Comparative, Superlative] {
        for inflected in inflect(word, form) {
            if forms.iter().all(|(_, known)| *known != inflected) {
                forms.push((form, inflected));
            }
        }
    }
    forms
}

/// The spellings of one form of a word, the most usual first; none where the word has no such form.
pub(in crate::check) fn inflect(word: &str, form: Form) -> Vec<String> {
    let irregular = IRREGULAR.iter().find(|(base, ..)| *base == word);
    match form {
        Base => vec![word.to_owned()],
        S => match PLURALS.iter().find(|(base, _)| *base == word) {
            Some((_, plural)) => vec![(*plural).to_owned()],
            None => vec![with_s(word)],
        },
        Past => match irregular {
            Some((_, past, _)) => vec![(*past).to_owned()],
            None => with_ending(word, "ed"),
        },
        Participle => match irregular {
            Some((_, _, participle)) => vec![(*participle).to_owned()],
            None => with_ending(word, "ed"),
        },
        Ing => with_ending(word, "ing"),
        Comparative if COMPARED.contains(&word) => with_ending(word, "er"),
        Superlative if COMPARED.contains(&word) => with_ending(word, "est"),
        Comparative | Superlative => Vec::new(),
    }
}

/// Irregular participles whose verbs are seldom inflected otherwise; sorted.
const PARTICIPLES: &[&str] = &[
    "arisen",
    "awoken",
    "beaten",
    "bent",
    "bitten",
    "blown",
    "born",
    "borne",
    "bound",
    "burnt",
    "burst",
    "cast",
    "clung",
    "dealt",
    "drawn",
    "dreamt",
    "driven",
    "drunk",
    "dug",
    "fed",
    "flung",
    "forbidden",
    "forecast",
    "foregone",
    "foreseen",
    "forgiven",
    "frozen",
    "ground",
    "hung",
    "hurt",
    "input",
    "knit",
    "laid",
    "lain",
    "leapt",
    "learnt",
    "led",
    "lit",
    "misled",
    "mistaken",
    "mown",
    "output",
    "overcome",
    "overseen",
    "proven",
    "quit",
    "rewritten",
    "ridden",
    "rung",
    "sawn",
    "sewn",
    "shaken",
    "shot",
    "shrunk",
    "slain",
    "slid",
    "slit",
    "sold",
    "sought",
    "sown",
    "spelt",
    "spilt",
    "split",
    "spoilt",
    "spread",
    "spun",
    "stolen",
    "struck",
    "stuck",
    "stung",
    "sung",
    "sunk",
    "swept",
    "swollen",
    "sworn",
    "swung",
    "thrown",
    "torn",
    "trodden",
    "understood",
    "upheld",
    "upset",
    "withdrawn",
    "withheld",
    "woken",
    "worn",
    "wound",
    "woven",
    "wrung",
];

/// Whether a lower-case word is the participle of an irregular verb that can have a passive.
pub(in crate::check) fn is_irregular_participle(word: &str) -> bool {
    let intransitive =
        matches!(word, "become" | "come" | "fallen" | "gone" | "risen" | "sat" | "stood" | "swum" | "had" | "let");
    PARTICIPLES.binary_search(&word).is_ok()
        || !intransitive && IRREGULAR.iter().any(|(.., participle)| *participle == word)
}

/// Whether a lower-case word is the past or the participle of an irregular verb.
pub(in crate::check) fn is_past(word: &str) -> bool {
    PARTICIPLES.binary_search(&word).is_ok()
        || IRREGULAR.iter().any(|(base, past, participle)| *base != word && (*past == word || *participle == word))
}

/// Whether a lower-case word is the past, not only the participle, of an irregular verb.
pub(in crate::check) fn is_simple_past(word: &str) -> bool {
    IRREGULAR.iter().any(|(_, past, _)| *past == word)
}

fn with_s(word: &str) -> String {
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        format!("{word}es")
    } else if let Some(stem) = consonant_y(word) {
        format!("{stem}ies")
    } else {
        format!("{word}s")
    }
}

fn with_ending(word: &str, ending: &str) -> Vec<String> {
    let silent_e = word.ends_with('e') && !["ee", "ye", "oe"].iter().any(|kept| word.ends_with(kept));
    if ending == "ing" {
        if let Some(stem) = word.strip_suffix("ie") {
            return vec![format!("{stem}ying")];
        }
        if silent_e {
            return vec![format!("{}ing", &word[..word.len() - 1])];
        }
    } else {
        if word.ends_with('e') {
            return vec![format!("{word}{}", &ending[1..])];
        }
        if let Some(stem) = consonant_y(word) {
            return vec![format!("{stem}i{ending}")];
        }
    }
    let doubled = || format!("{word}{}{ending}", &word[word.len() - 1..]);
    let plain = || format!("{word}{ending}");
    match doubles(word) {
        Doubling::Always => vec![doubled()],
        Doubling::Sometimes => vec![doubled(), plain()],
        Doubling::Never => vec![plain()],
    }
}

fn consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| stem.ends_with(|c| !is_vowel(c)))
}

enum Doubling {
    Always,
    Sometimes,
    Never,
}

fn doubles(word: &str) -> Doubling {
    let letters: Vec<char> = word.chars().collect();
    let [.., before, vowel, last] = letters[..] else { return Doubling::Never };
    let closed = !is_vowel(before) && is_vowel(vowel) && !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y' | 'h');
    let quit = before == 'u' && letters.len() > 3 && letters[letters.len() - 4] == 'q' && is_vowel(vowel);
    let one_syllable = letters[..letters.len() - 2].iter().filter(|c| is_vowel(**c)).count() == usize::from(quit);
    if (closed || quit) && one_syllable && !is_vowel(last) {
        Doubling::Always
    } else if DOUBLING.contains(&word) {
        if word.ends_with('l') { Doubling::Sometimes } else { Doubling::Always }
    } else {
        Doubling::Never
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_participles_are_sorted_so_that_they_can_be_searched() {
        assert!(PARTICIPLES.is_sorted());
        assert!(["written", "born", "set"].into_iter().all(is_irregular_participle));
        assert!(!is_irregular_participle("gone") && !is_irregular_participle("write"));
    }

    #[test]
    fn forms_are_those_of_english() {
        for (word, expected) in [
            ("leverage", "leverage leverages leveraged leveraging"),
            ("utilize", "utilize utilizes utilized utilizing"),
            ("study", "study studies studied studying"),
            ("stop", "stop stops stopped stopping"),
            ("quit", "quit quits quitted quitting"),
            ("visit", "visit visits visited visiting"),
            ("big", "big bigs bigged bigging bigger biggest"),
            ("easy", "easy easies easied easying easier easiest"),
            ("write", "write writes wrote written writing"),
            ("cancel", "cancel cancels cancelled canceled cancelling canceling"),
            ("prefer", "prefer prefers preferred preferring"),
            ("lie", "lie lies lied lying"),
            ("see", "see sees saw seen seeing"),
            ("child", "child children childed childing"),
            ("reach", "reach reaches reached reaching"),
            ("show", "show shows showed shown showing"),
            ("free", "free frees freed freeing"),
            ("no", "no"),
            ("c3po", "c3po"),
        ] {
            let made: Vec<String> = forms(word).into_iter().map(|(_, form)| form).collect();
            assert_eq!(made.join(" "), expected);
        }
    }
}
