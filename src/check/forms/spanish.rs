//! Spanish word forms of folded words: number of nouns, gender and number of adjectives, verbs in the usual tenses.
//!
//! Left out: pronouns joined to verbs (*ofrecerle*, *compártelo*), diminutives, the future subjunctive, plurals that
//! move the accent (*examen, exámenes*), and the gender of nouns, since *caso* and *casa* are two words.

use super::{Made, ends_in, is_among};

/// Adjectives in *-o* that no ending tells.
const ADJECTIVES: &str = "abierto ajeno alto amplio ancho antiguo auténtico bajo barato bello bonito bueno caro cierto claro completo \
    concreto correcto corto derecho digno directo distinto duro efectivo enorme exacto excelso extenso externo extra falso feo \
    fresco frío gordo gratuito grueso hermoso honesto incluso infinito inmenso intenso interno íntegro izquierdo justo largo \
    lento limpio listo lleno loco maduro malo mejor mismo moderno necesario negro neto nuevo oscuro perfecto pequeño pleno \
    poco propio puro raro rico rojo sano seco secreto seguro serio siguiente sincero solo sucio tanto tonto único vacío vario \
    viejo vivo blanco amarillo garantizado milagroso rápido";

/// Verbs whose stem changes under stress: infinitive, its stressed stem.
const STRESSED: &[(&str, &str)] = &[
    ("pensar", "piens"),
    ("cerrar", "cierr"),
    ("comenzar", "comienz"),
    ("empezar", "empiez"),
    ("entender", "entiend"),
    ("perder", "pierd"),
    ("recomendar", "recomiend"),
    ("defender", "defiend"),
    ("despertar", "despiert"),
    ("invertir", "inviert"),
    ("preferir", "prefier"),
    ("sugerir", "sugier"),
    ("sentir", "sient"),
    ("convertir", "conviert"),
    ("mentir", "mient"),
    ("contar", "cuent"),
    ("encontrar", "encuentr"),
    ("mostrar", "muestr"),
    ("demostrar", "demuestr"),
    ("costar", "cuest"),
    ("probar", "prueb"),
    ("recordar", "recuerd"),
    ("volver", "vuelv"),
    ("resolver", "resuelv"),
    ("mover", "muev"),
    ("dormir", "duerm"),
    ("morir", "muer"),
    ("almorzar", "almuerz"),
    ("renovar", "renuev"),
    ("jugar", "jueg"),
    ("pedir", "pid"),
    ("servir", "sirv"),
    ("repetir", "repit"),
    ("medir", "mid"),
    ("seguir", "sigu"),
    ("conseguir", "consigu"),
    ("elegir", "elig"),
    ("vestir", "vist"),
    ("competir", "compit"),
    ("calentar", "calient"),
    ("sentar", "sient"),
    ("soñar", "sueñ"),
];

/// Irregular verbs: infinitive, stem of the future, the other forms.
const IRREGULAR: &[(&str, &str, &str)] = &[
    (
        "ser",
        "ser",
        "soy eres es somos sois son era eras éramos eran fui fuiste fue fuimos fueron sea seas seamos sean fuera fueran siendo sido",
    ),
    (
        "estar",
        "estar",
        "estoy estás está estamos estáis están estaba estabas estaban estuve estuvo estuvimos estuvieron esté estén estando estado",
    ),
    (
        "haber",
        "habr",
        "he has ha hemos habéis han hay había habías habíamos habían hubo hubieron haya hayan hubiera habiendo habido",
    ),
    (
        "tener",
        "tendr",
        "tengo tienes tiene tenemos tenéis tienen tenía tenías teníamos tenían tuve tuviste tuvo tuvimos tuvieron tenga tengas tengamos tengan tuviera tuvieran teniendo tenido ten",
    ),
    (
        "hacer",
        "har",
        "hago haces hace hacemos hacéis hacen hacía hacían hice hiciste hizo hicimos hicieron haga hagas hagamos hagan hiciera haciendo hecho hecha hechos hechas haz",
    ),
    (
        "poder",
        "podr",
        "puedo puedes puede podemos podéis pueden podía podían pude pudo pudieron pueda puedas podamos puedan pudiera pudieran pudiendo podido",
    ),
    (
        "poner",
        "pondr",
        "pongo pones pone ponemos ponéis ponen ponía ponían puse puso pusimos pusieron ponga pongas pongan pusiera poniendo puesto puesta puestos puestas pon",
    ),
    (
        "decir",
        "dir",
        "digo dices dice decimos decís dicen decía decían dije dijo dijimos dijeron diga digas digan dijera diciendo dicho dicha di",
    ),
    (
        "venir",
        "vendr",
        "vengo vienes viene venimos venís vienen venía venían vine vino vinimos vinieron venga vengas vengan viniera viniendo venido ven",
    ),
    (
        "querer",
        "querr",
        "quiero quieres quiere queremos queréis quieren quería querían quise quiso quisieron quiera quieras quieran quisiera quisieran queriendo querido",
    ),
    (
        "saber",
        "sabr",
        "sé sabes sabe sabemos sabéis saben sabía sabían supe supo supieron sepa sepas sepan supiera sabiendo sabido",
    ),
    ("dar", "dar", "doy das da damos dais dan daba daban di diste dio dimos dieron dé des den diera dando dado"),
    (
        "ver",
        "ver",
        "veo ves ve vemos veis ven veía veían vi viste vio vimos vieron vea veas vean viera viendo visto vista",
    ),
    ("ir", "ir", "voy vas va vamos vais van iba ibas íbamos iban vaya vayas vayan yendo ido"),
    (
        "traer",
        "traer",
        "traigo traes trae traemos traéis traen traía traían traje trajo trajeron traiga traigan trajera trayendo traído traída",
    ),
    (
        "salir",
        "saldr",
        "salgo sales sale salimos salís salen salía salían salí salió salieron salga salgan saliera saliendo salido sal",
    ),
];

const FUTURE: &str = "é ás á emos éis án ía ías íamos íais ían";

pub(super) fn add_forms(word: &str, made: &mut Made) {
    if add_irregular_verb(word, made) {
        return;
    }
    if is_verb(word) {
        add_verb(word, made);
        return;
    }
    if let Some(stem) = word.strip_suffix('o').filter(|_| is_adjective(word)) {
        made.add_endings(stem, "os a as");
        match word {
            "bueno" => made.add_all("buen mejor mejores"),
            "malo" => made.add_all("mal peor peores"),
            _ => {}
        }
    } else if ends_in(word, "dor tor sor") {
        made.add_endings(word, "es a as");
    } else {
        add_plural(word, made);
    }
}

fn is_adjective(word: &str) -> bool {
    let nouns = "estado mercado resultado certificado grado lado pescado sentido pedido partido vestido sonido motivo objetivo archivo \
        cultivo médico público tráfico clásico periódico músico político gráfico banco marco caso cargo cuadrado contenido abogado \
        soldado apellido tejido olvido recorrido vivo";
    is_among(word, ADJECTIVES) || !is_among(word, nouns) && ends_in(word, "oso ivo ico ado ido ísimo ario")
}

fn add_plural(word: &str, made: &mut Made) {
    let plain = [("ón", "on"), ("án", "an"), ("ín", "in"), ("én", "en"), ("ún", "un"), ("és", "es"), ("ás", "as")];
    if let Some(stem) = word.strip_suffix('z') {
        made.add(format!("{stem}ces"));
    } else if let Some((ending, bare)) = plain.iter().find(|(ending, _)| ends_in(word, ending)) {
        // The accent goes where the plural is stressed by rule.
        let stem = format!("{}{bare}", &word[..word.len() - ending.len()]);
        made.add(format!("{stem}es"));
        if *ending == "és" {
            made.add_endings(&stem, "a as");
        }
    } else if word.ends_with(['a', 'e', 'i', 'o', 'u', 'é', 'á', 'ó']) {
        made.add(format!("{word}s"));
    } else if word.ends_with(['í', 'ú']) {
        made.add_endings(word, "es s");
    } else if word.ends_with(['l', 'r', 'n', 'd', 'j', 'y']) && !ends_in(word, "men ven gen den ten") {
        made.add(format!("{word}es"));
    }
}

fn is_verb(word: &str) -> bool {
    let others = "alquiler altar auxiliar azar azúcar bar bienestar billar celular collar dólar ejemplar escolar estelar familiar hogar líder \
        lugar malestar militar mujer par particular peculiar pilar popular regular similar singular solar súper taller ayer \
        alfiler póster máster mar primer tercer cualquier cáncer carácter chófer";
    word.len() > 3 && ends_in(word, "ar er ir") && !is_among(word, others)
}

fn add_verb(infinitive: &str, made: &mut Made) {
    let (stem, kind) = infinitive.split_at(infinitive.len() - 2);
    let ar = kind == "ar";
    let stressed = STRESSED.iter().find(|(verb, _)| *verb == infinitive).map_or(stem, |(_, stem)| stem);
    // The spelling that keeps the sound before e (in -ar verbs) or before a and o (in others).
    let soft = |stem: &str| respelt(stem, infinitive);
    if ar {
        made.add_endings(stressed, "o as a an");
        made.add_endings(stem, "amos áis aba abas ábamos aban aste ó aron ara aras aran ando ado ada ados adas ad");
        made.add_endings(&soft(stressed), "e es en");
        made.add_endings(&soft(stem), "é emos éis");
    } else {
        let (we, you) = if kind == "er" { ("emos", "éis") } else { ("imos", "ís") };
        // e becomes i, and o u, before a stressed diphthong: pidió, durmió.
        let weak = weak_stem(stem, infinitive);
        let zc = infinitive.ends_with("cer") || infinitive.ends_with("ducir");
        let first = if zc && !ends_in(infinitive, "ercer orcer") {
            format!("{}zc", &stem[..stem.len() - 1])
        } else {
            soft(stressed)
        };
        made.add_endings(stressed, "es e en");
        made.add(format!("{first}o"));
        made.add_endings(&first, "a as amos an");
        made.add_endings(stem, we);
        made.add_endings(stem, you);
        made.add_endings(stem, "ía ías íamos ían í iste imos ido ida idos idas");
        if ends_in(infinitive, "ducir") {
            made.add_endings(&format!("{}j", &stem[..stem.len() - 1]), "e iste o imos eron era eran");
            made.add_endings(stem, "iendo");
        } else if ends_in(stem, "a e o u") && !stem.ends_with("gu") {
            made.add_endings(stem, "yó yeron yendo yera yeran ído ída ídos ídas");
            if stem.ends_with('u') {
                made.add_endings(stem, "yo yes ye yen ya yan");
            }
        } else {
            made.add_endings(&weak, "ió ieron iendo iera ieran");
        }
        match infinitive {
            "resolver" | "volver" => made.add_endings(&stressed.replace("uelv", "uelt"), "o a os as"),
            "abrir" | "cubrir" | "descubrir" => made.add_endings(&stem.replace("br", "biert"), "o a os as"),
            "escribir" | "describir" | "suscribir" | "inscribir" => {
                made.add_endings(&stem.replace("rib", "rit"), "o a os as")
            }
            _ => {}
        }
    }
    made.add_endings(infinitive, FUTURE);
}

fn respelt(stem: &str, infinitive: &str) -> String {
    let change = match infinitive {
        _ if infinitive.ends_with("guir") => ("gu", "g"),
        _ if infinitive.ends_with("car") => ("c", "qu"),
        _ if infinitive.ends_with("gar") => ("g", "gu"),
        _ if infinitive.ends_with("zar") => ("z", "c"),
        _ if infinitive.ends_with("ger") || infinitive.ends_with("gir") => ("g", "j"),
        _ => return stem.to_owned(),
    };
    stem.strip_suffix(change.0).map_or_else(|| stem.to_owned(), |stem| format!("{stem}{}", change.1))
}

/// The stem of *-ir* verbs whose vowel changes, before a diphthong; the stem itself in all others.
fn weak_stem(stem: &str, infinitive: &str) -> String {
    if !infinitive.ends_with("ir") || !STRESSED.iter().any(|(verb, _)| *verb == infinitive) {
        return stem.to_owned();
    }
    let vowel = stem.char_indices().rev().find(|(at, c)| matches!(c, 'e' | 'o') && !stem[*at..].is_empty());
    match vowel {
        Some((at, 'e')) => format!("{}i{}", &stem[..at], &stem[at + 1..]),
        Some((at, _)) => format!("{}u{}", &stem[..at], &stem[at + 1..]),
        None => stem.to_owned(),
    }
}

/// The forms of an irregular verb or of one made of it with a prefix: *obtener*, *proponer*.
fn add_irregular_verb(word: &str, made: &mut Made) -> bool {
    let prefixes = [
        "", "ob", "man", "con", "de", "sos", "entre", "re", "pro", "im", "dis", "com", "su", "ex", "inter", "pre", "a",
    ];
    let found = IRREGULAR.iter().find_map(|(verb, future, forms)| {
        let prefix = word.strip_suffix(verb).filter(|prefix| prefixes.contains(prefix))?;
        let alone = !is_among(verb, "tener poner venir decir hacer traer");
        (prefix.is_empty() || !alone).then_some((prefix, future, forms))
    });
    if let Some((prefix, future, forms)) = found {
        forms.split(' ').for_each(|form| made.add(format!("{prefix}{form}")));
        made.add_endings(&format!("{prefix}{future}"), FUTURE);
    }
    found.is_some()
}
