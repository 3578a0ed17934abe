//! French word forms of folded words: number of nouns, gender and number of adjectives, verbs in the usual tenses.
//!
//! An elided article (*l'offre*, *d'offres*) is a word of its own to the matcher, so it needs no form here. Left out:
//! irregular verbs that are not listed, the past subjunctive, and feminines of nouns (*directrice*).

use super::{Made, ends_in, is_among};

/// Adjectives whose feminine is not made by rule, or that no ending tells: masculine, feminine.
const ADJECTIVES: &[(&str, &str)] = &[
    ("beau", "belle"),
    ("bas", "basse"),
    ("blanc", "blanche"),
    ("bon", "bonne"),
    ("bref", "brève"),
    ("cher", "chère"),
    ("clair", "claire"),
    ("complet", "complète"),
    ("court", "courte"),
    ("dernier", "dernière"),
    ("discret", "discrète"),
    ("doux", "douce"),
    ("droit", "droite"),
    ("entier", "entière"),
    ("faux", "fausse"),
    ("fort", "forte"),
    ("frais", "fraîche"),
    ("franc", "franche"),
    ("grand", "grande"),
    ("gratuit", "gratuite"),
    ("gros", "grosse"),
    ("haut", "haute"),
    ("inclus", "incluse"),
    ("léger", "légère"),
    ("long", "longue"),
    ("lourd", "lourde"),
    ("meilleur", "meilleure"),
    ("neuf", "neuve"),
    ("nouveau", "nouvelle"),
    ("net", "nette"),
    ("ouvert", "ouverte"),
    ("particulier", "particulière"),
    ("petit", "petite"),
    ("plein", "pleine"),
    ("premier", "première"),
    ("prêt", "prête"),
    ("public", "publique"),
    ("pur", "pure"),
    ("régulier", "régulière"),
    ("sain", "saine"),
    ("seul", "seule"),
    ("sûr", "sûre"),
    ("vert", "verte"),
    ("vieux", "vieille"),
    ("vrai", "vraie"),
    ("parfait", "parfaite"),
    ("offert", "offerte"),
    ("exclu", "exclue"),
    ("absolu", "absolue"),
];

/// Verbs of the third group: infinitive and its forms but for the future, which is made by rule where it can be.
const IRREGULAR: &[(&str, &str, &str)] = &[
    (
        "aller",
        "ir",
        "vais vas va allons allez vont allais allait allions alliez allaient allé allée allés allées allant aille aillent",
    ),
    ("avoir", "aur", "ai as a avons avez ont avais avait avions aviez avaient eu ayant aie aies ait ayons ayez aient"),
    (
        "connaître",
        "connaîtr",
        "connais connaît connaissons connaissez connaissent connaissais connaissait connu connue connus connues connaissant",
    ),
    (
        "devoir",
        "devr",
        "dois doit devons devez doivent devais devait devions deviez devaient dû due dus dues devant doive doivent",
    ),
    ("dire", "dir", "dis dit disons dites disent disais disait disaient dite dits dites disant dise"),
    (
        "écrire",
        "écrir",
        "écris écrit écrivons écrivez écrivent écrivais écrivait écrivaient écrite écrits écrites écrivant écrive",
    ),
    (
        "être",
        "ser",
        "suis es est sommes êtes sont étais était étions étiez étaient été étant sois soit soyons soyez soient",
    ),
    (
        "faire",
        "fer",
        "fais fait faisons faites font faisais faisait faisions faisiez faisaient faite faits faisant fasse fassent",
    ),
    ("lire", "lir", "lis lit lisons lisez lisent lisais lisait lisaient lu lue lus lues lisant lise"),
    ("mettre", "mettr", "mets met mettons mettez mettent mettais mettait mettaient mis mise mises mettant mette"),
    (
        "pouvoir",
        "pourr",
        "peux peut pouvons pouvez peuvent pouvais pouvait pouvions pouviez pouvaient pu pouvant puisse puissent",
    ),
    (
        "prendre",
        "prendr",
        "prends prend prenons prenez prennent prenais prenait prenaient pris prise prises prenant prenne",
    ),
    (
        "recevoir",
        "recevr",
        "reçois reçoit recevons recevez reçoivent recevais recevait recevaient reçu reçue reçus reçues recevant",
    ),
    ("savoir", "saur", "sais sait savons savez savent savais savait savaient su sue sachant sache sachez"),
    (
        "suivre",
        "suivr",
        "suis suit suivons suivez suivent suivais suivait suivaient suivi suivie suivis suivies suivant",
    ),
    (
        "tenir",
        "tiendr",
        "tiens tient tenons tenez tiennent tenais tenait tenaient tenu tenue tenus tenues tenant tienne",
    ),
    (
        "venir",
        "viendr",
        "viens vient venons venez viennent venais venait venaient venu venue venus venues venant vienne",
    ),
    ("vivre", "vivr", "vis vit vivons vivez vivent vivais vivait vivaient vécu vécue vécus vécues vivant vive"),
    ("voir", "verr", "vois voit voyons voyez voient voyais voyait voyaient vu vue vus vues voyant voie"),
    (
        "vouloir",
        "voudr",
        "veux veut voulons voulez veulent voulais voulait vouliez voulaient voulu voulue voulant veuille veuillez",
    ),
];

pub(super) fn add_forms(word: &str, made: &mut Made) {
    if let Some((masculine, feminine)) = ADJECTIVES.iter().find(|(masculine, _)| *masculine == word) {
        add_plural(masculine, made);
        made.add_endings(feminine, "- s");
        match *masculine {
            "nouveau" => made.add_all("nouvel"),
            "beau" => made.add_all("bel"),
            "vieux" => made.add_all("vieil"),
            _ => {}
        }
    } else if add_irregular_verb(word, made) {
        // Done.
    } else if is_er_verb(word) {
        add_er_verb(word, made);
    } else if is_ir_verb(word) {
        add_ir_verb(word, made);
    } else if let Some(stem) = word.strip_suffix("re").filter(|_| is_re_verb(word)) {
        add_re_verb(stem, made);
    } else {
        add_plural(word, made);
        add_feminine(word, made);
    }
}

fn add_plural(word: &str, made: &mut Made) {
    if ends_in(word, "s x z") {
        return;
    }
    if let Some(stem) = word.strip_suffix("al").filter(|_| !is_among(word, "bal carnaval festival récital régal")) {
        made.add(format!("{stem}aux"));
        if is_among(word, "final natal naval fatal banal") {
            made.add(format!("{word}s"));
        }
    } else if let Some(stem) = word.strip_suffix("ail").filter(|_| is_among(word, "travail bail émail vitrail")) {
        made.add(format!("{stem}aux"));
    } else if ends_in(word, "eau eu au") && !is_among(word, "pneu bleu")
        || is_among(word, "bijou caillou chou genou hibou joujou pou")
    {
        made.add(format!("{word}x"));
    } else {
        made.add(format!("{word}s"));
    }
}

/// The feminine where the ending says that the word is an adjective or a participle.
fn add_feminine(word: &str, made: &mut Made) {
    let change = [
        ("eux", "euse"),
        ("if", "ive"),
        ("el", "elle"),
        ("éen", "éenne"),
        ("ien", "ienne"),
        ("al", "ale"),
        ("é", "ée"),
    ];
    // Nouns that end as adjectives do.
    if is_among(
        word,
        "tarif motif objectif actif canal journal hôpital animal métal signal total capital hôtel appel logiciel matériel \
        rappel sel ciel bien lien chien moyen marché café thé résumé été clé qualité côté",
    ) || word.ends_with("té")
    {
        return;
    }
    if let Some((ending, feminine)) = change.iter().find(|(ending, _)| ends_in(word, ending)) {
        made.add_endings(&format!("{}{feminine}", &word[..word.len() - ending.len()]), "- s");
    } else if ends_in(word, "ant ent ain ois ais") && !ends_in(word, "ment") {
        made.add_endings(word, "e es");
    }
}

fn is_er_verb(word: &str) -> bool {
    let others = "amer avocatier cahier calendrier cancer chantier cher cuiller danger déjeuner dernier dîner dossier entier escalier \
        étranger fer fichier fier foyer hiver hier janvier février léger loyer mer métier officier ouvrier panier papier particulier \
        premier quartier régulier singulier super atelier courrier clavier conseiller cuisinier épicier financier grenier héritier";
    word.len() > 4 && word.ends_with("er") && !is_among(word, others)
}

const PRESENT: &str = "e es ent";
const FUTURE: &str = "ai as a ons ez ont ais ait ions iez aient";

fn add_er_verb(infinitive: &str, made: &mut Made) {
    let stem = &infinitive[..infinitive.len() - 2];
    // Before a and o the sound of c and g is kept; before a silent e the vowel of the stem opens.
    let hard = match stem.as_bytes() {
        [.., b'c'] => format!("{}ç", &stem[..stem.len() - 1]),
        [.., b'g'] => format!("{stem}e"),
        _ => stem.to_owned(),
    };
    let silent = silent_stem(stem);
    made.add_endings(&silent, PRESENT);
    made.add_endings(stem, "ez ions iez é ée és ées èrent");
    made.add_endings(&hard, "ons ais ait aient ant a as ai");
    let future = if silent != stem && !stem.contains('é') { format!("{silent}er") } else { infinitive.to_owned() };
    made.add_endings(&future, FUTURE);
    if stem.ends_with("ay") {
        made.add_endings(stem, PRESENT);
        made.add_endings(infinitive, FUTURE);
    }
}

/// The stem before a silent *e*: *préfér-* is *préfèr-*, *achet-* *achèt-*, *appel-* *appell-*, *pay-* *pai-*.
fn silent_stem(stem: &str) -> String {
    let doubling = "appel rappel épel jet rejet projet renouvel nivel étiquet feuillet";
    if is_among(stem, doubling) {
        return format!("{stem}{}", &stem[stem.len() - 1..]);
    }
    if let Some(short) = stem.strip_suffix('y') {
        return format!("{short}i");
    }
    let mut letters: Vec<char> = stem.chars().collect();
    if let [.., 'e' | 'é', consonant] = letters[..]
        && !"aeiouyéè".contains(consonant)
    {
        let at = letters.len() - 2;
        letters[at] = 'è';
    }
    letters.into_iter().collect()
}

fn is_ir_verb(word: &str) -> bool {
    let second = "accomplir affaiblir agir agrandir améliorir amortir applaudir approfondir assortir assurir avertir bâtir bénir choisir \
        convertir définir démolir divertir élargir enrichir établir finir fleurir fournir garantir grandir grossir guérir investir \
        jouir maigrir munir nourrir obéir punir ralentir rafraîchir réagir réfléchir réjouir remplir réunir réussir rougir saisir \
        subir trahir unir vieillir embellir éblouir";
    is_among(word, second)
}

fn add_ir_verb(infinitive: &str, made: &mut Made) {
    let stem = &infinitive[..infinitive.len() - 1];
    made.add_endings(stem, "s t - e es ssons ssez ssent ssais ssait ssions ssiez ssaient ssant sse sses");
    made.add_endings(infinitive, FUTURE);
}

fn is_re_verb(word: &str) -> bool {
    is_among(
        word,
        "attendre confondre correspondre défendre dépendre descendre détendre entendre étendre fondre interrompre pendre perdre \
        prétendre rendre répandre répondre rompre suspendre tendre vendre revendre",
    )
}

fn add_re_verb(stem: &str, made: &mut Made) {
    made.add_endings(stem, "s ons ez ent ais ait ions iez aient ant u ue us ues e es");
    if !stem.ends_with('p') {
        made.add(stem.to_owned());
    } else {
        made.add(format!("{stem}t"));
    }
    made.add_endings(&format!("{stem}r"), FUTURE);
}

/// The forms of an irregular verb or of one made of it with a prefix: *comprendre*, *obtenir*, *offrir*.
fn add_irregular_verb(word: &str, made: &mut Made) -> bool {
    if let Some(stem) = word.strip_suffix("uire").filter(|stem| stem.len() > 2) {
        made.add_endings(stem, "uis uit uisons uisez uisent uisais uisait uisaient uisant uise uite uits uites");
        made.add_endings(&word[..word.len() - 1], FUTURE);
        return true;
    }
    if let Some(stem) =
        word.strip_suffix("rir").filter(|_| is_among(word, "offrir ouvrir couvrir découvrir recouvrir souffrir"))
    {
        made.add_endings(&format!("{stem}r"), "e es ons ez ent ais ait ions iez aient ant");
        made.add_endings(&format!("{stem}ert"), "- e s es");
        made.add_endings(word, FUTURE);
        return true;
    }
    if let Some(stem) = word
        .strip_suffix("ir")
        .filter(|_| is_among(word, "partir sortir sentir servir dormir consentir repartir ressortir mentir"))
    {
        made.add_endings(stem, "ons ez ent ais ait ions iez aient ant e es i ie is ies");
        let short = &stem[..stem.len() - 1];
        made.add_endings(short, "s t");
        made.add_endings(word, FUTURE);
        return true;
    }
    let prefixes = [
        "", "ap", "com", "sur", "re", "entre", "per", "pro", "ad", "trans", "sou", "ob", "main", "con", "de", "par",
        "inter", "pré", "dé", "dis", "in", "pour", "recon",
    ];
    IRREGULAR
        .iter()
        .find_map(|(verb, future, forms)| {
            let prefix = word.strip_suffix(verb).filter(|prefix| prefixes.contains(prefix))?;
            if !prefix.is_empty() && is_among(verb, "aller avoir être pouvoir devoir savoir vouloir") {
                return None;
            }
            forms.split(' ').for_each(|form| made.add(format!("{prefix}{form}")));
            made.add_endings(&format!("{prefix}{future}"), FUTURE);
            Some(())
        })
        .is_some()
}
