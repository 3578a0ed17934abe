//! German word forms of folded words (`ß` is `ss`, all small). Case and number of nouns, all endings of adjectives and
//! their comparison, verbs in the present, the past and the participles.
//!
//! Left out: separable verbs apart (*bietet … an*; *anbieten*, *angeboten* and *anzubieten* are there), compounds (a term
//! matches whole words), plurals with an umlaut that is not listed, and the subjunctive but for *-te*.

use super::{Made, ends_in, is_among};

/// Nouns whose plural cannot be told from their ending: singular and plural.
const NOUNS: &[(&str, &str)] = &[
    ("angebot", "angebote"),
    ("apfel", "äpfel"),
    ("arzt", "ärzte"),
    ("auto", "autos"),
    ("bank", "banken"),
    ("bild", "bilder"),
    ("brief", "briefe"),
    ("buch", "bücher"),
    ("band", "bänder"),
    ("dorf", "dörfer"),
    ("fach", "fächer"),
    ("fall", "fälle"),
    ("feld", "felder"),
    ("firma", "firmen"),
    ("fluss", "flüsse"),
    ("frau", "frauen"),
    ("fuss", "füsse"),
    ("garten", "gärten"),
    ("gast", "gäste"),
    ("geld", "gelder"),
    ("gesetz", "gesetze"),
    ("glas", "gläser"),
    ("grund", "gründe"),
    ("gut", "güter"),
    ("hand", "hände"),
    ("haus", "häuser"),
    ("kauf", "käufe"),
    ("kind", "kinder"),
    ("kleid", "kleider"),
    ("konto", "konten"),
    ("kopf", "köpfe"),
    ("kraft", "kräfte"),
    ("kunde", "kunden"),
    ("laden", "läden"),
    ("land", "länder"),
    ("lohn", "löhne"),
    ("mann", "männer"),
    ("markt", "märkte"),
    ("mutter", "mütter"),
    ("nacht", "nächte"),
    ("ort", "orte"),
    ("paket", "pakete"),
    ("platz", "plätze"),
    ("preis", "preise"),
    ("produkt", "produkte"),
    ("projekt", "projekte"),
    ("punkt", "punkte"),
    ("rabatt", "rabatte"),
    ("rat", "räte"),
    ("raum", "räume"),
    ("satz", "sätze"),
    ("schatz", "schätze"),
    ("schloss", "schlösser"),
    ("schrank", "schränke"),
    ("schutz", "schutze"),
    ("sohn", "söhne"),
    ("stadt", "städte"),
    ("stand", "stände"),
    ("stuhl", "stühle"),
    ("tag", "tage"),
    ("ton", "töne"),
    ("traum", "träume"),
    ("tochter", "töchter"),
    ("umsatz", "umsätze"),
    ("vater", "väter"),
    ("verkauf", "verkäufe"),
    ("vertrag", "verträge"),
    ("vorschlag", "vorschläge"),
    ("vorteil", "vorteile"),
    ("wald", "wälder"),
    ("weg", "wege"),
    ("wert", "werte"),
    ("wort", "wörter"),
    ("wunsch", "wünsche"),
    ("zahl", "zahlen"),
    ("zeit", "zeiten"),
    ("ziel", "ziele"),
    ("zug", "züge"),
    ("zugang", "zugänge"),
    ("gewinn", "gewinne"),
    ("dienst", "dienste"),
    ("kurs", "kurse"),
    ("test", "tests"),
    ("team", "teams"),
    ("sieg", "siege"),
    ("betrag", "beträge"),
    ("auftrag", "aufträge"),
];

/// Strong and mixed verbs: infinitive, third person, first person of the past, participle.
const VERBS: &[(&str, &str, &str, &str)] = &[
    ("bieten", "bietet", "bot", "geboten"),
    ("bitten", "bittet", "bat", "gebeten"),
    ("bleiben", "bleibt", "blieb", "geblieben"),
    ("brechen", "bricht", "brach", "gebrochen"),
    ("bringen", "bringt", "brachte", "gebracht"),
    ("denken", "denkt", "dachte", "gedacht"),
    ("essen", "isst", "ass", "gegessen"),
    ("fahren", "fährt", "fuhr", "gefahren"),
    ("fallen", "fällt", "fiel", "gefallen"),
    ("fangen", "fängt", "fing", "gefangen"),
    ("finden", "findet", "fand", "gefunden"),
    ("geben", "gibt", "gab", "gegeben"),
    ("gehen", "geht", "ging", "gegangen"),
    ("gelten", "gilt", "galt", "gegolten"),
    ("gewinnen", "gewinnt", "gewann", "gewonnen"),
    ("greifen", "greift", "griff", "gegriffen"),
    ("halten", "hält", "hielt", "gehalten"),
    ("heben", "hebt", "hob", "gehoben"),
    ("heissen", "heisst", "hiess", "geheissen"),
    ("helfen", "hilft", "half", "geholfen"),
    ("kennen", "kennt", "kannte", "gekannt"),
    ("kommen", "kommt", "kam", "gekommen"),
    ("laden", "lädt", "lud", "geladen"),
    ("lassen", "lässt", "liess", "gelassen"),
    ("laufen", "läuft", "lief", "gelaufen"),
    ("leihen", "leiht", "lieh", "geliehen"),
    ("lesen", "liest", "las", "gelesen"),
    ("liegen", "liegt", "lag", "gelegen"),
    ("nehmen", "nimmt", "nahm", "genommen"),
    ("nennen", "nennt", "nannte", "genannt"),
    ("rufen", "ruft", "rief", "gerufen"),
    ("schlagen", "schlägt", "schlug", "geschlagen"),
    ("schliessen", "schliesst", "schloss", "geschlossen"),
    ("schneiden", "schneidet", "schnitt", "geschnitten"),
    ("schreiben", "schreibt", "schrieb", "geschrieben"),
    ("sehen", "sieht", "sah", "gesehen"),
    ("senden", "sendet", "sandte", "gesandt"),
    ("sinken", "sinkt", "sank", "gesunken"),
    ("sitzen", "sitzt", "sass", "gesessen"),
    ("sprechen", "spricht", "sprach", "gesprochen"),
    ("stehen", "steht", "stand", "gestanden"),
    ("steigen", "steigt", "stieg", "gestiegen"),
    ("sterben", "stirbt", "starb", "gestorben"),
    ("tragen", "trägt", "trug", "getragen"),
    ("treffen", "trifft", "traf", "getroffen"),
    ("treiben", "treibt", "trieb", "getrieben"),
    ("treten", "tritt", "trat", "getreten"),
    ("trinken", "trinkt", "trank", "getrunken"),
    ("tun", "tut", "tat", "getan"),
    ("verlieren", "verliert", "verlor", "verloren"),
    ("wachsen", "wächst", "wuchs", "gewachsen"),
    ("weisen", "weist", "wies", "gewiesen"),
    ("wenden", "wendet", "wandte", "gewandt"),
    ("werben", "wirbt", "warb", "geworben"),
    ("werfen", "wirft", "warf", "geworfen"),
    ("wissen", "weiss", "wusste", "gewusst"),
    ("ziehen", "zieht", "zog", "gezogen"),
];

/// Adjectives that no ending tells.
const ADJECTIVES: &str = "alt arm besser billig breit bunt direkt echt eigen einfach einmalig einzeln eng exakt fair falsch fein \
    fest fit frei frisch froh früh ganz genau gesund gratis gross grün gut hart heiss hell hoch innovativ jung kalt klar klein \
    klug komplett konkret korrekt krank kurz lang laut leer leicht leise lieb modern nah nett neu nieder offen perfekt rein \
    reich rot rund sanft satt sauber scharf schlank schlecht schnell schön schwach schwarz schwer sicher stark still stolz süss \
    tief treu trocken voll wahr warm weich weiss weit wild zart komfortabel smart";

/// Adjectives with their compared stem, where it is another.
const COMPARED: &[(&str, &str, &str)] = &[
    ("gut", "besser", "best"),
    ("hoch", "höher", "höchst"),
    ("gross", "grösser", "grösst"),
    ("alt", "älter", "ältest"),
    ("jung", "jünger", "jüngst"),
    ("kurz", "kürzer", "kürzest"),
    ("lang", "länger", "längst"),
    ("stark", "stärker", "stärkst"),
    ("schwach", "schwächer", "schwächst"),
    ("warm", "wärmer", "wärmst"),
    ("kalt", "kälter", "kältest"),
    ("hart", "härter", "härtest"),
    ("klug", "klüger", "klügst"),
    ("nah", "näher", "nächst"),
    ("arm", "ärmer", "ärmst"),
    ("gesund", "gesünder", "gesündest"),
    ("scharf", "schärfer", "schärfst"),
    ("schwarz", "schwärzer", "schwärzest"),
];

/// Prefixes that are never apart from their verb, and take no *ge-*.
const INSEPARABLE: &[&str] = &["be", "emp", "ent", "er", "ge", "miss", "ver", "wider", "zer"];

/// Prefixes that stand apart in a main clause; *ge-* and *zu* go behind them.
const SEPARABLE: &[&str] = &[
    "ab", "an", "auf", "aus", "bei", "ein", "fest", "heraus", "herunter", "hin", "hinzu", "los", "mit", "nach", "vor",
    "weg", "weiter", "zu", "zurück", "zusammen",
];

pub(super) fn add_forms(word: &str, made: &mut Made) {
    if let Some((_, plural)) = NOUNS.iter().find(|(singular, _)| *singular == word) {
        add_noun(word, plural, made);
        if is_known_adjective(word) {
            add_adjective(word, made);
        }
    } else if is_known_adjective(word)
        || ends_in(word, "ig lich isch bar sam haft los voll iv ell är reich frei wert gerecht")
    {
        add_adjective(word, made);
    } else if is_verb(word) {
        add_verb(word, made);
    } else {
        add_regular_noun(word, made);
    }
}

fn add_noun(singular: &str, plural: &str, made: &mut Made) {
    made.add(plural.to_owned());
    if !plural.ends_with('s') && !plural.ends_with('n') {
        made.add(format!("{plural}n"));
    }
    // Feminine nouns, which take no ending in the singular, have an umlaut or -en for their plural.
    let feminine = is_among(singular, "bank frau hand kraft mutter nacht stadt tochter zahl zeit firma");
    if !feminine && !singular.ends_with('e') {
        made.add_endings(singular, if ends_in(singular, "s ss x z tz sch") { "es" } else { "s es" });
    }
}

fn add_regular_noun(word: &str, made: &mut Made) {
    let endings = match word {
        _ if ends_in(word, "ung heit keit schaft tät ion ent ant ist ur anz enz ei") => "en",
        _ if word.ends_with("in") && word.len() > 5 => "nen",
        _ if word.ends_with("nis") => "se sen ses",
        _ if ends_in(word, "chen lein") => "s",
        _ if ends_in(word, "er el") => "s n",
        _ if word.ends_with("ling") => "e en s es",
        _ if word.ends_with("or") => "s en",
        _ if word.ends_with('e') => "n",
        _ if ends_in(word, "a i o u y") => "s",
        _ => return,
    };
    made.add_endings(word, endings);
}

fn is_known_adjective(word: &str) -> bool {
    is_among(word, ADJECTIVES) || COMPARED.iter().any(|(positive, ..)| *positive == word)
}

fn add_adjective(word: &str, made: &mut Made) {
    if let Some((_, comparative, superlative)) = COMPARED.iter().find(|(positive, ..)| *positive == word) {
        made.add_endings(if word == "hoch" { "hoh" } else { word }, "e en em er es");
        made.add_endings(comparative, "- e en em er es");
        made.add_endings(superlative, "e en em er es");
        return;
    }
    // *komfortabel*, *sauber* before a vowel: komfortable, saubere.
    let stem = match word.strip_suffix("el") {
        Some(stem) => format!("{stem}l"),
        None => word.to_owned(),
    };
    let comparative = if word.ends_with('e') { format!("{word}r") } else { format!("{stem}er") };
    made.add_endings(&stem, "e en em er es");
    made.add_endings(&comparative, "- e en em er es");
    let superlative = if ends_in(word, "t d s z sch") && !word.ends_with("isch") { "est" } else { "st" };
    made.add_endings(&format!("{word}{superlative}"), "e en em er es");
}

/// Whether a word is an infinitive: it ends like one and is not a noun that does.
fn is_verb(word: &str) -> bool {
    let is_ending = |endings: &str| endings.split(' ').any(|ending| word.ends_with(ending));
    let nouns = "boden daten essen faden garten hafen kosten laden magen ofen osten rahmen regen schaden süden unternehmen volumen \
        wagen westen norden morgen abend zeichen kuchen leben ferien eltern leuten menschen kunden firmen themen";
    if is_among(word, "leben essen") {
        return true;
    }
    let infinitive = word.ends_with("en") || word.ends_with("eln") || word.ends_with("ern");
    infinitive
        && word.len() > 4
        && !is_among(word, nouns)
        && !ends_in(word, "ungen heiten keiten schaften ionen innen täten chen")
        || is_ending(
            "machen suchen brauchen besuchen versprechen sprechen erreichen reichen buchen gleichen brechen wachen",
        )
        || word == "tun"
}

fn add_verb(infinitive: &str, made: &mut Made) {
    let (apart, verb) = split_separable(infinitive);
    let base = VERBS.iter().find_map(|irregular| {
        let prefix = verb.strip_suffix(irregular.0)?;
        (prefix.is_empty() || INSEPARABLE.contains(&prefix) || matches!(prefix, "über" | "unter" | "um" | "durch"))
            .then_some((prefix, irregular))
    });
    // Both apart from what stands before and behind it, as in a clause that ends with the verb.
    let mut add = |form: &str| made.add(format!("{apart}{form}"));
    let stem = verb.strip_suffix("en").or_else(|| verb.strip_suffix('n')).unwrap_or(verb);
    let participle = match base {
        Some((prefix, (_, third, past, participle))) => {
            let changed = third.strip_suffix('t').unwrap_or(third);
            let second = if ends_in(changed, "s z x") { format!("{changed}t") } else { format!("{changed}st") };
            [format!("{prefix}{third}"), format!("{prefix}{second}")].iter().for_each(|form| add(form));
            let past = format!("{prefix}{past}");
            let plural = if past.ends_with('e') { "n t st" } else { "en t st" };
            add(&past);
            plural.split(' ').for_each(|ending| add(&format!("{past}{ending}")));
            // The prefix stands where ge- stood: vergeben, not vergegeben.
            let bare = participle.strip_prefix("ge").unwrap_or(participle);
            if prefix.is_empty() { (*participle).to_owned() } else { format!("{prefix}{bare}") }
        }
        None => {
            let soft = ends_in(stem, "t d") || ends_in(stem, "chn ckn dn fn gn tm dm") && !ends_in(stem, "hn ln rn");
            let link = if soft { "e" } else { "" };
            let second = if ends_in(stem, "s z x") { "t" } else { "st" };
            for ending in [second, "t", "te", "test", "ten", "tet"] {
                add(&format!("{stem}{link}{ending}"));
            }
            let plain = INSEPARABLE
                .iter()
                .any(|prefix| stem.strip_prefix(prefix).is_some_and(|rest| rest.len() > 3 && *prefix != "ge"))
                || verb.ends_with("ieren")
                || ["über", "unter"].iter().any(|prefix| stem.starts_with(prefix));
            format!("{}{stem}{link}t", if plain { "" } else { "ge" })
        }
    };
    // ich biete, sammle; ihr bietet
    match stem.strip_suffix("el") {
        Some(short) => add(&format!("{short}le")),
        None => add(&format!("{stem}e")),
    }
    let t = if ends_in(stem, "t d") { "et" } else { "t" };
    add(&format!("{stem}{t}"));
    for form in [participle.as_str(), &format!("{verb}d")] {
        add(form);
        ["e", "en", "em", "er", "es"].iter().for_each(|ending| add(&format!("{form}{ending}")));
    }
    if !apart.is_empty() {
        add(&format!("zu{verb}"));
    }
}

/// A separable prefix and the verb behind it; the prefix is empty where there is none.
fn split_separable(infinitive: &str) -> (&str, &str) {
    let cut = SEPARABLE.iter().filter_map(|prefix| {
        let rest = infinitive.strip_prefix(prefix)?;
        let known = VERBS.iter().any(|(verb, ..)| rest.ends_with(verb));
        let regular = "bauen holen kaufen machen melden passen rechnen richten schalten sparen stellen teilen testen wählen warten zahlen zeigen";
        (known && rest.len() > 3 || is_among(rest, regular)).then_some(prefix.len())
    });
    infinitive.split_at(cut.max().unwrap_or(0))
}
